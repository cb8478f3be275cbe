/// What a V4L2 device says of itself (`struct v4l2_capability`).
package struct CaptureCapability: Equatable, Sendable {
    /// The driver's module, such as "uvcvideo".
    package let driver: String
    /// The device's name, for people.
    package let card: String
    /// Where it is, such as "usb-0000:00:14.0-3".
    package let bus: String
    /// What this device file can do (`device_caps`; of other files of the same hardware where the driver does not tell them
    /// apart).
    package let flags: UInt32

    package init(driver: String, card: String, bus: String, flags: UInt32) {
        self.driver = driver
        self.card = card
        self.bus = bus
        self.flags = flags
    }

    /// The queue that pictures come from; nil for what captures none, or has no queue.
    package var queueType: QueueType? {
        guard flags & Self.streaming != 0 else { return nil }
        if flags & Self.capture != 0 { return .singlePlanar }
        return flags & Self.multiPlanarCapture != 0 ? .multiPlanar : nil
    }

    // include/uapi/linux/videodev2.h, V4L2_CAP_*.
    package static let capture: UInt32 = 0x0000_0001
    package static let multiPlanarCapture: UInt32 = 0x0000_1000
    package static let streaming: UInt32 = 0x0400_0000
}
