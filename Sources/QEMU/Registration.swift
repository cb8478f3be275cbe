internal import Descriptors

/// The viewer's registration with a console: a listener that QEMU calls, and another one when QEMU must be made to show the whole
/// picture again.
///
/// Before `Unix.Map` came (QEMU 10), QEMU did not tell a listener that the console's picture has another size: it sends parts
/// of the new one, and the whole of it when a guest happens to draw that (its ui/dbus-listener.c, `dbus_gfx_switch`). A listener that
/// has just come is shown everything.
///
/// Without a message bus, QEMU knows all viewers by one name, and takes each that registers. When the one before ends after that,
/// it forgets the wrong one (its ui/dbus-console.c, `listener_vanished_cb`; seen with 7.2), which then registers again.
final class Registration {
    private let console: DisplayConsole
    private let screen: Screen
    private let loop: EventLoop
    /// nil for a moment while it is renewed.
    private var listener: DisplayListener?
    private var clock: Timer?
    private var tries = 0
    /// QEMU calls nobody any more.
    private var hasFailed = false

    /// Between the old listener's end and the new one's beginning: QEMU knows them by the same name, and forgets that when it
    /// notices the end.
    private static let pause = Instant.Span.milliseconds(100)
    private static let limit = 20

    /// - Parameter listener: registered.
    init(
        _ listener: DisplayListener, with console: DisplayConsole, in loop: EventLoop
    ) throws(BusError) {
        self.listener = listener
        self.console = console
        self.loop = loop
        screen = listener.screen
        do {
            clock = try Timer(in: loop) { [unowned self] in begin() }
        } catch {
            throw .failed(error)
        }
        listener.onClose = { [unowned self] in closed() }
        if listener.isClosed { closed() }
        // The console may be used for longer than this.
        console.observe { [weak self] interface, properties in
            guard interface == Names.console else { return }
            self?.resized(properties["Width"]?.number, properties["Height"]?.number)
        }
    }

    /// The listener's connection is QEMU's own: when that has gone, so has QEMU, unless it is there by another. The message bus may
    /// go without it.
    private var isLost: Bool { hasFailed || (listener?.isClosed ?? true) && console.connection.isClosed }

    /// Why there is nothing more to see, in words; nil while QEMU shows the console.
    var loss: String? {
        guard isLost else { return nil }
        let ended = "the virtual machine has ended, or has closed its display"
        // Without a message bus, QEMU 7.2 serves the viewer that came last, and closes the others' connections.
        return console.destination == nil ? ended + ", or another viewer has taken this one's place" : ended
    }

    /// What QEMU has drawn was looked at.
    func answer() { listener?.answer() }

    private func resized(_ width: UInt32?, _ height: UInt32?) {
        guard let size = screen.givenSize, listener != nil, !isLost else { return }
        guard width ?? size.width != size.width || height ?? size.height != size.height else { return }
        listener = nil
        tries = 0
        clock?.set(.now + Self.pause)
    }

    private func begin() {
        do {
            let pair = try SocketPair()
            let call = try console.registration(pair.second)
            let listener = try DisplayListener(on: pair.takeFirst(), in: loop, screen)
            listener.onClose = { [unowned self] in closed() }
            self.listener = listener
            console.connection.call(call, within: .seconds(5)) { [weak self] answer in
                if case .failure = answer { self?.failed() }
            }
        } catch {
            failed()
        }
    }

    private func closed() {
        if console.destination == nil { retry() } else { hasFailed = true }
    }

    private func failed() {
        listener = nil
        retry()
    }

    private func retry() {
        tries += 1
        if tries < Self.limit, !console.connection.isClosed {
            clock?.set(.now + Self.pause)
        } else {
            hasFailed = true
        }
    }
}
