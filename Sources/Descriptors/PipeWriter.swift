internal import Glibc

/// Writes into a pipe whose reader may be slow, or go, while the loop goes on. The pipe is closed with this.
package final class PipeWriter {
    private let pipe: OwnedDescriptor
    private let loop: EventLoop
    private let onEnd: () -> Void
    private var bytes: [UInt8] = []
    private var start = 0
    private var watch: EventLoop.Token?
    private var alarm: Alarm?

    /// - Parameters:
    ///   - pipe: or a socket. SIGPIPE must be ignored.
    ///   - onEnd: called once, from the loop, when all is written, and when no more can be.
    package init(_ pipe: consuming OwnedDescriptor, in loop: EventLoop, onEnd: @escaping () -> Void) {
        self.pipe = pipe
        self.loop = loop
        self.onEnd = onEnd
    }

    deinit {
        // Before the descriptor is closed.
        if let watch { loop.remove(watch) }
    }

    /// Begins to write, once.
    ///
    /// - Parameter span: how long all of it may take.
    /// - Throws: `SystemError` for what cannot be waited for; `EPERM` for a file on a disk.
    package func write(_ bytes: [UInt8], within span: Instant.Span) throws(SystemError) {
        self.bytes = bytes
        try pipe.neverWait()
        watch = try loop.add(pipe.rawValue, .writable) { [unowned self] _ in proceed() }
        alarm = Alarm(in: loop) { [unowned self] in end() }
        alarm?.set(loop.now + span, defersEvents: false)
    }

    private func proceed() {
        let number = pipe.rawValue
        let written = unsafe bytes.withUnsafeBytes { bytes in
            let rest = unsafe bytes[start...]
            return unsafe Glibc.write(number, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        }
        if written < 0 {
            if errno != EAGAIN && errno != EINTR { end() }
            return
        }
        start += written
        if start == bytes.count { end() }
    }

    private func end() {
        if let watch { loop.remove(watch) }
        watch = nil
        alarm = nil
        onEnd()
    }
}
