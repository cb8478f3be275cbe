/// What to do where a compositor does not take pictures because another GPU made them: tiled ones foremost, the complaint of
/// many who run a vGPU on one GPU and the desktop on another (intel/gvt-linux issue 162).
package enum GPUAdvice {
    /// - Parameters:
    ///   - obstacle: what is in the way of the direct path.
    ///   - layout: the picture's.
    ///   - source: the GPU that makes the pictures; nil where nobody knows.
    ///   - compositor: the GPU that the compositor draws with; nil where it does not say.
    /// - Returns: a sentence, or nil where another GPU would change nothing.
    package static func sentence(
        on obstacle: PathObstacle, _ layout: BufferLayout, source: GPU?, compositor: GPU?
    ) -> String? {
        switch obstacle {
        case .modifier(_, let modifier) where modifier != .linear && modifier != .implicit: break
        case .refused where source != nil && source != compositor: break
        default: return nil
        }
        let maker = source.map { "\($0)" } ?? layout.modifier.vendor.map { "a GPU of \($0)'s" } ?? "a GPU"
        let drawer = compositor.map { "\($0)" } ?? "a GPU that it does not name"
        if let source, source == compositor {
            return
                "the pictures are made by \(maker), with which the compositor draws, too, and its driver does not "
                + "take them: update Mesa, or have the guest scan out a linear picture"
        }
        return
            "the pictures are made by \(maker), and the compositor draws with \(drawer), which cannot read them: let "
            + "the compositor draw with the former (KWIN_DRM_DEVICES, WLR_DRM_DEVICES, or udev's tag "
            + "mutter-device-preferred-primary name its card), or have the guest scan out a linear picture"
    }
}
