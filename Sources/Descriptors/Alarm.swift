/// A moment at which a loop's wait ends, and what is called then.
///
/// It is a number in the loop and no descriptor: setting it costs no system call, which is what a latch at each refresh
/// needs. So it does not make `EventLoop.descriptor` readable; in a loop in a loop, use a `Timer`.
package final class Alarm {
    /// What the loop knows of it.
    final class Entry {
        fileprivate(set) var moment = Instant.distantFuture
        fileprivate(set) var defersEvents: Bool?
        private let handler: () -> Void

        init(_ handler: @escaping () -> Void) { self.handler = handler }

        func goOff(at now: Instant) {
            guard moment <= now else { return }
            moment = .distantFuture
            handler()
        }
    }

    private let entry: Entry
    private let loop: EventLoop

    /// - Parameter handler: called once for each time that it goes off; not from within `set`.
    package init(in loop: EventLoop, handler: @escaping () -> Void) {
        entry = Entry(handler)
        self.loop = loop
        loop.add(entry)
    }

    deinit { loop.remove(entry) }

    /// When it goes off; `distantFuture` when it is not set.
    package var moment: Instant { entry.moment }

    /// Whether it was last set to have the loop sleep through deferrable events until it goes off.
    package var defersEvents: Bool { entry.defersEvents ?? false }

    /// Sets it. A moment that has passed goes off in the loop's next turn.
    ///
    /// - Parameter defersEvents: what was added to the loop as deferrable is not looked at before. Holds while no other
    ///   alarm is earlier, and none was set to false: whoever does so waits for events. nil leaves it to the others.
    package func set(_ moment: Instant, defersEvents: Bool? = nil) {
        entry.moment = moment
        entry.defersEvents = defersEvents
    }

    package func cancel() { set(.distantFuture) }
}
