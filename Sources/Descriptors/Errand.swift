internal import CLinux
internal import Glibc

/// One piece of work on a thread of its own, for what would hold the loop up. The loop is told when it is done.
@safe package final class Errand<Outcome: Sendable> {
    private let loop: EventLoop
    private let onDone: (Outcome) -> Void
    private let slot = Slot()
    /// Readable when the work is done.
    private let bell: OwnedDescriptor
    private var watch: EventLoop.Token?
    /// nil when it has ended, or never began.
    private var thread: pthread_t?

    /// Where the thread leaves what came of the work: nobody else looks before the thread has ended.
    private final class Slot: Sendable {
        nonisolated(unsafe) var outcome: Outcome?
    }

    /// Starts the work.
    ///
    /// - Parameter onDone: called once, in the loop's thread.
    /// - Throws: `SystemError` when the system gives no descriptors or no thread.
    package init(
        in loop: EventLoop, _ work: @escaping @Sendable () -> Outcome, onDone: @escaping (Outcome) -> Void
    ) throws(SystemError) {
        bell = OwnedDescriptor(adopting: try systemCall("eventfd") { eventfd(0, Int32(EFD_CLOEXEC)) })
        self.loop = loop
        self.onDone = onDone
        watch = try loop.add(bell.rawValue, .readable) { [unowned self] _ in wait() }
        let number = bell.rawValue
        thread = try ThreadStart { [slot] in
            unsafe slot.outcome = work()
            // The descriptor is open until the thread was waited for.
            eventfd_write(number, 1)
        }.start()
    }

    deinit {
        join()
        if let watch { loop.remove(watch) }
    }

    /// Waits until the work is done, and has `onDone` called, unless that was so before.
    package func wait() {
        join()
        if let watch { loop.remove(watch) }
        watch = nil
        if let outcome = unsafe slot.outcome.take() { onDone(outcome) }
    }

    private func join() {
        guard let thread else { return }
        self.thread = nil
        pthread_join(thread, nil)
    }
}

/// What a thread is started with.
private final class ThreadStart: Sendable {
    private let work: @Sendable () -> Void

    init(_ work: @escaping @Sendable () -> Void) {
        self.work = work
    }

    func start() throws(SystemError) -> pthread_t {
        var thread = pthread_t()
        let this = unsafe Unmanaged.passRetained(self)
        let reason = unsafe pthread_create(
            &thread, nil,
            { this in
                guard let this = unsafe this else { return nil }
                unsafe Unmanaged<ThreadStart>.fromOpaque(this).takeRetainedValue().work()
                return nil
            }, this.toOpaque())
        guard reason == 0 else {
            unsafe this.release()
            throw SystemError(call: "pthread_create", errno: reason)
        }
        return thread
    }
}
