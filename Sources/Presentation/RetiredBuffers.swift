internal import Wayland

/// Buffers that are shown no more and that the compositor may still be reading: each goes when it is released, and not
/// before (wl_buffer.release).
final class RetiredBuffers {
    private var owners: [ObjectIdentifier: AnyObject] = [:]

    /// Keeps a buffer until its release.
    ///
    /// - Parameter owner: what destroys the buffer when it is let go of.
    func keep(_ buffer: WlBuffer, of owner: AnyObject) {
        let key = ObjectIdentifier(owner)
        owners[key] = owner
        buffer.onEvent = { [unowned self] event in
            if case .release = event { owners[key] = nil }
        }
    }

    /// Keeps a buffer until its release, and destroys it then.
    func keep(_ buffer: WlBuffer) {
        keep(buffer, of: Owner(buffer))
    }

    private final class Owner {
        private let buffer: WlBuffer
        init(_ buffer: WlBuffer) { self.buffer = buffer }
        deinit { buffer.destroy() }
    }
}
