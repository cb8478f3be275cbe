/// How a plane's pixels travel, and why on no better path.
package struct PlanePath: Hashable, Sendable, CustomStringConvertible {
    package let path: PixelPath
    /// What stands in the way of better paths.
    package let obstacles: Obstacles
    /// The format that the pixels are converted to on their way; nil where they stay as they are.
    package let conversion: Fourcc?
    /// Whether the compositor says that it may scan out such a buffer without drawing it.
    package let isScanout: Bool

    package init(
        _ path: PixelPath, obstacles: Obstacles = Obstacles(), conversion: Fourcc? = nil,
        isScanout: Bool = false
    ) {
        self.path = path
        self.obstacles = obstacles
        self.conversion = conversion
        self.isScanout = isScanout
    }

    /// Without the obstacles, such as "direct, fit for scan-out" or "shm, converted to XR24".
    package var summary: String {
        path.rawValue + (conversion.map { ", converted to \($0)" } ?? "")
            + (isScanout ? ", fit for scan-out" : "")
    }

    /// Such as "shm, converted to XR24 (not direct: the compositor takes no dma-bufs; not udmabuf: …)".
    package var description: String { summary + (obstacles.isEmpty ? "" : " (\(obstacles))") }
}
