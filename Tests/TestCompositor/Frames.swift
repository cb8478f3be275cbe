import Wayland

/// The end of a frame, and what is read off the whole.
extension TestCompositor {
    /// A surface as it is shown.
    package struct Layer {
        package let surface: Surface
        /// Of its upper left corner, relative to the window's surface.
        package let x, y: Int32
    }

    /// Ends a frame: answers frame callbacks, tells what became of the content, and releases what was replaced. The next
    /// `step` sends it all.
    package func finishFrame() {
        time += 16
        for surface in all(Surface.self) {
            let frame = surface.takeFrame(callbacks: sendsFrameCallbacks)
            for callback in frame.callbacks {
                callback.send("done", .uint(time))
                callback.destroy()
            }
            frame.feedbacks.forEach(tell)
        }
        if !holdsReleases { releaseHeldBuffers() }
    }

    /// Releases what was replaced and kept.
    package func releaseHeldBuffers() {
        let buffers = replacedBuffers
        replacedBuffers = []
        for buffer in buffers { buffer.release() }
    }

    /// Answers the imports that wait, oldest first.
    package func answerImports(accepting: Bool) {
        let imports = heldImports
        heldImports = []
        for params in imports { params.answer(accepting: accepting) }
    }

    /// Whether a buffer is shown, or was and is not released.
    package func isInUse(_ buffer: Buffer) -> Bool {
        replacedBuffers.contains { $0 === buffer }
            || all(Surface.self).contains { $0.current.buffer === buffer || $0.cached?.buffer === buffer }
    }

    /// What is on screen, from the bottom up: the surfaces of a window's tree that have a buffer.
    package func layers(of window: Surface, x: Int32 = 0, y: Int32 = 0) -> [Layer] {
        // Without a buffer a surface is not mapped, and its children are not either.
        guard window.current.buffer != nil else { return [] }
        return window.stack.flatMap { surface -> [Layer] in
            if surface === window { return [Layer(surface: surface, x: x, y: y)] }
            let position = surface.subsurface?.position ?? (x: 0, y: 0)
            return layers(of: surface, x: x + position.x, y: y + position.y)
        }
    }

    /// Keeps a buffer that a surface shows no more until it is released.
    func replaced(_ buffer: Buffer) {
        guard buffer.isAlive, !replacedBuffers.contains(where: { $0 === buffer }) else { return }
        replacedBuffers.append(buffer)
    }

    private func tell(_ feedback: ServerObject) {
        switch presentation {
        case .presented(let details):
            let seconds = details.time / 1_000_000_000
            if let output = all(OutputGlobal.self).first { feedback.send("sync_output", .object(output)) }
            feedback.send(
                "presented", .uint(UInt32(seconds >> 32)), .uint(UInt32(truncatingIfNeeded: seconds)),
                .uint(UInt32(details.time % 1_000_000_000)), .uint(details.refresh),
                .uint(UInt32(details.sequence >> 32)), .uint(UInt32(truncatingIfNeeded: details.sequence)),
                .uint(details.flags))
            feedback.destroy()
        case .discarded:
            feedback.send("discarded")
            feedback.destroy()
        case .silence: break
        }
    }
}
