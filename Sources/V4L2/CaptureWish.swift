/// What the user insists on.
package struct CaptureWish: Equatable, Sendable {
    /// A format by V4L2's code or DRM's; nil leaves it to the device and the compositor.
    package var format: String?
    /// nil leaves it to the device: as it is set.
    package var size: FrameSize?

    package init(format: String? = nil, size: FrameSize? = nil) {
        self.format = format
        self.size = size
    }
}
