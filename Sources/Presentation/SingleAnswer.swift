internal import Descriptors
internal import Input

/// Sees to it that a question about text is answered once, and in time: also where who was to answer goes away.
final class SingleAnswer {
    private var then: GuestClipboard.Receiver?
    private var alarm: Alarm?

    init(within span: Instant.Span, in loop: EventLoop, then: @escaping GuestClipboard.Receiver) {
        self.then = then
        alarm = Alarm(in: loop) { [unowned self] in give(nil) }
        alarm?.set(loop.now + span, defersEvents: false)
    }

    deinit { give(nil) }

    func give(_ text: ClipboardText?) {
        let then = then
        self.then = nil
        alarm = nil
        then?(text)
    }
}
