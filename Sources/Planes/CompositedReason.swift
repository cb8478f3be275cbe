/// Why a compositor drew a picture instead of scanning it out, as far as a client can tell.
package struct CompositedReason: Equatable, Sendable, CustomStringConvertible {
    private let path: PlanePath
    private let layout: BufferLayout
    private let shown: Size
    private let tellsScanout: Bool

    /// - Parameters:
    ///   - path: how the picture travels.
    ///   - layout: of the picture.
    ///   - shown: how large it is on the screen, in device pixels.
    ///   - tellsScanout: whether the compositor says what it could scan out (zwp_linux_dmabuf_v1, version 4).
    package init(_ path: PlanePath, _ layout: BufferLayout, shown: Size, tellsScanout: Bool) {
        self.path = path
        self.layout = layout
        self.shown = shown
        self.tellsScanout = tellsScanout
    }

    /// What stands in the way, all of it, and what to do about it.
    package var description: String {
        var reasons: [String] = []
        if path.path != .direct {
            reasons.append("the pixels are copied: path \(path)")
        } else if tellsScanout && !path.isScanout {
            reasons.append(
                "\(layout.format) \(layout.modifier) is in no tranche that the compositor marks for scan-out: "
                    + "have the guest use another format")
        }
        if shown != Size(layout) {
            reasons.append(
                "the picture of \(layout.width)×\(layout.height) is shown as \(shown.width)×\(shown.height): "
                    + "have the guest use the window's size, or the window the guest's")
        }
        if reasons.isEmpty {
            reasons.append(
                "nothing in the picture forbids it: something lies over the window, or it does not fill its output, "
                    + "or the output has no plane to spare")
        }
        return reasons.joined(separator: "; ")
    }
}
