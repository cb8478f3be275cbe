internal import Glibc

/// Reads what somebody writes into a pipe, to its end, while the loop goes on.
package final class PipeReader {
    private let pipe: OwnedDescriptor
    private let limit: Int
    private let loop: EventLoop
    private let then: ([UInt8]?) -> Void
    private var bytes: [UInt8] = []
    private var watch: EventLoop.Token?
    private var alarm: Alarm?

    /// What is read at once, as much as a pipe holds: then it is others' turn.
    private static let portion = 65536

    /// - Parameters:
    ///   - limit: bytes at most.
    ///   - span: how long all of it may take.
    ///   - then: called once, from the loop, unless this is let go of before: with the bytes; nil when there are more, when
    ///     the end does not come in time, and when the pipe cannot be read.
    /// - Throws: `SystemError` for what cannot be waited for.
    package init(
        _ pipe: consuming OwnedDescriptor, atMost limit: Int, within span: Instant.Span, in loop: EventLoop,
        then: @escaping ([UInt8]?) -> Void
    ) throws(SystemError) {
        try pipe.neverWait()
        self.pipe = pipe
        self.limit = limit
        self.loop = loop
        self.then = then
        watch = try loop.add(self.pipe.rawValue, .readable) { [unowned self] _ in read() }
        alarm = Alarm(in: loop) { [unowned self] in end(nil) }
        alarm?.set(loop.now + span, defersEvents: false)
    }

    deinit {
        // Before the descriptor is closed.
        if let watch { loop.remove(watch) }
    }

    private func read() {
        let number = pipe.rawValue
        let portion = unsafe [UInt8](unsafeUninitializedCapacity: Self.portion) { buffer, count in
            count = unsafe Glibc.read(number, buffer.baseAddress, buffer.count)
            if count < 0 { (count, failure) = (0, errno) }
        }
        if let failure {
            self.failure = nil
            if failure != EAGAIN && failure != EINTR { end(nil) }
        } else if portion.isEmpty {
            end(bytes)
        } else if bytes.count + portion.count > limit {
            end(nil)
        } else {
            bytes += portion
        }
    }

    /// Of the last read.
    private var failure: Int32?

    private func end(_ result: [UInt8]?) {
        if let watch { loop.remove(watch) }
        watch = nil
        alarm = nil
        then(result)
    }
}
