internal import CLinux
import Glibc

/// A one-shot alarm on `CLOCK_MONOTONIC`, in an event loop.
package final class Timer {
    private let descriptor: OwnedDescriptor
    private let loop: EventLoop
    private var token: EventLoop.Token?

    /// When it will go off; nil when it is not set.
    package private(set) var deadline: Instant?

    /// - Parameter handler: called once for each time that the alarm goes off.
    package init(in loop: EventLoop, handler: @escaping () -> Void) throws(SystemError) {
        self.loop = loop
        descriptor = OwnedDescriptor(
            adopting: try systemCall("timerfd_create") {
                timerfd_create(CLOCK_MONOTONIC, Int32(TFD_CLOEXEC | TFD_NONBLOCK))
            })
        token = try loop.add(descriptor.rawValue, .readable) { [unowned self] _ in
            guard expired() else { return }
            deadline = nil
            handler()
        }
    }

    deinit {
        if let token { loop.remove(token) }
    }

    /// Sets the alarm. A moment that has passed goes off at the loop's next turn. Setting the same moment again
    /// costs nothing.
    package func set(_ moment: Instant) {
        guard moment != deadline else { return }
        deadline = moment
        // Zero would disarm the timer.
        arm(max(moment.nanoseconds, 1))
    }

    package func cancel() {
        guard deadline != nil else { return }
        deadline = nil
        arm(0)
    }

    private func arm(_ nanoseconds: Int64) {
        var value = itimerspec()
        value.it_value = timespec(
            tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        // Fails for a bad descriptor or a bad time only; both are excluded here.
        unsafe timerfd_settime(descriptor.rawValue, Int32(TFD_TIMER_ABSTIME), &value, nil)
    }

    private func expired() -> Bool {
        var count: UInt64 = 0
        return unsafe read(descriptor.rawValue, &count, MemoryLayout<UInt64>.size)
            == MemoryLayout<UInt64>.size
    }
}
