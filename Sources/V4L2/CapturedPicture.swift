package import Descriptors

/// A buffer that a device has written (`struct v4l2_buffer`).
package struct CapturedPicture: Equatable, Sendable {
    package var index: UInt32
    /// The device's count of pictures since it was started; it goes on where there was no buffer for one.
    package var sequence: UInt32
    /// When it was taken; nil where the driver uses another clock.
    package var captured: Instant?
    /// The device says that something went wrong (`V4L2_BUF_FLAG_ERROR`), or wrote nothing.
    package var isBroken: Bool
    /// Bytes before the picture, in each memory.
    package var offsets: Offsets

    package init(
        index: UInt32, sequence: UInt32, captured: Instant? = nil, isBroken: Bool = false,
        offsets: Offsets = Offsets()
    ) {
        self.index = index
        self.sequence = sequence
        self.captured = captured
        self.isBroken = isBroken
        self.offsets = offsets
    }

    package struct Offsets: Equatable, Sendable {
        package var first: UInt32
        package var second: UInt32
        package var third: UInt32

        package init(first: UInt32 = 0, second: UInt32 = 0, third: UInt32 = 0) {
            self.first = first
            self.second = second
            self.third = third
        }
    }
}
