internal import Planes
internal import Wayland

/// A buffer identity's memory, and what the compositor made of it. The descriptor and the `wl_buffer` live and die together:
/// as long as the descriptor is open, the source's number for the memory stays the number of this memory.
final class CachedBuffer {
    let identity: BufferIdentity
    let memory: HeldMemory
    /// What the compositor took, and on which path.
    private(set) var taken: (buffer: WlBuffer, path: PlanePath)?
    /// An offer that the compositor has not answered.
    var offer: PendingImport?
    /// What stands in the way of the direct path; nil before that is known, and where nothing does.
    var obstacle: PathObstacle?
    /// The compositor's answer by which it was judged: `DmabufImporter.epoch`.
    var epoch: Int?

    init(_ identity: BufferIdentity, _ memory: consuming PlaneMemory) {
        self.identity = identity
        self.memory = HeldMemory(memory, identity.layout)
    }

    deinit { taken?.buffer.destroy() }

    /// The gate's second half: whether the memory holds the picture.
    func check() throws(Rejection) {
        let result = memory.withFile { file in
            Result { () throws(Rejection) in try identity.layout.check(file) }
        }
        try result?.get()
    }

    /// Notes whether the compositor may scan the buffer out, on the direct path.
    func mayBeScannedOut(_ isScanout: Bool) {
        taken?.path = PlanePath(.direct, isScanout: isScanout)
    }

    var isDirect: Bool { taken?.path.path == .direct }

    /// Takes over a `wl_buffer` of the memory.
    ///
    /// - Parameter onRelease: called when the compositor has let go of it.
    /// - Returns: the one before, which is the caller's to destroy.
    func take(
        _ buffer: WlBuffer, _ path: PlanePath, onRelease: @escaping (BufferIdentity) -> Void
    ) -> WlBuffer? {
        let before = taken?.buffer
        taken = (buffer, path)
        buffer.onEvent = { [identity] event in
            if case .release = event { onRelease(identity) }
        }
        return before
    }
}
