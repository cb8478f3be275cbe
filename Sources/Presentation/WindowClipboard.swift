internal import Descriptors
internal import Input
internal import Wayland

/// A guest's clipboard in its window. Text goes either way when somebody pastes it, and through pipes that hold nobody up.
final class WindowClipboard {
    let guest: any GuestClipboard
    /// Called when the guest has other text, or none any more.
    var onChange: (() -> Void)?
    /// The guest has copied something that was not made a seat's selection.
    var hasNews = false

    private let loop: EventLoop
    private var reader: PipeReader?
    private var writers: [ObjectIdentifier: PipeWriter] = [:]
    private var alarm: Alarm?
    /// Until then, changes are only noted.
    private var quietUntil = Instant(nanoseconds: 0)

    /// Between two selections that are the guest's: one that copies and copies is no faster, and the last counts.
    static let gap = Instant.Span.milliseconds(100)
    /// What the guest waits for, at most. QEMU's machines stand still meanwhile (ui/dbus-clipboard.c asks synchronously).
    static let patience = Instant.Span.seconds(1)
    /// What somebody who pastes may take to read it all.
    static let readerPatience = Instant.Span.seconds(10)
    /// Who may paste at once.
    static let writerLimit = 16

    /// The guest takes part from now on.
    init(_ guest: any GuestClipboard, in loop: EventLoop) {
        self.guest = guest
        self.loop = loop
        alarm = Alarm(in: loop) { [unowned self] in change() }
        guest.onChange = { [unowned self] in note() }
        guest.start()
    }

    deinit { guest.onChange = nil }

    private func note() {
        if loop.now >= quietUntil { change() } else { alarm?.set(quietUntil, defersEvents: false) }
    }

    private func change() {
        quietUntil = loop.now + Self.gap
        hasNews = guest.hasText
        onChange?()
    }

    /// Reads what is offered, for the guest.
    ///
    /// - Parameter then: called once; nil also when something is being read already.
    func read(_ offer: SelectionOffer, then: @escaping GuestClipboard.Receiver) {
        guard reader == nil, let type = offer.textType else { return then(nil) }
        let answer = SingleAnswer(within: Self.patience, in: loop, then: then)
        do throws(SystemError) {
            let pipe = try Pipe()
            offer.offer.receive(mimeType: type, fd: pipe.writer)
            reader = try PipeReader(
                pipe.takeReader(), atMost: ClipboardText.limit, within: Self.patience, in: loop
            ) { [unowned self] bytes in
                reader = nil
                answer.give(bytes.flatMap(ClipboardText.init))
            }
        } catch {
            answer.give(nil)
        }
    }

    /// Asks another guest, for this one.
    func read(_ other: WindowClipboard, then: @escaping GuestClipboard.Receiver) {
        let answer = SingleAnswer(within: Self.patience, in: loop, then: then)
        other.guest.read { answer.give($0) }
    }

    /// Writes what the guest has copied for somebody who pastes it.
    ///
    /// - Parameter pipe: closed without a word when there is nothing to be had.
    func write(to pipe: consuming OwnedDescriptor) {
        guard writers.count < Self.writerLimit else { return }
        var identifier: ObjectIdentifier?
        let writer = PipeWriter(pipe, in: loop) { [unowned self] in
            if let identifier { writers[identifier] = nil }
        }
        let known = ObjectIdentifier(writer)
        identifier = known
        writers[known] = writer
        guest.read { [weak self] text in
            guard let self, let writer = writers[known] else { return }
            // What cannot be waited for, such as a file on a disk, is nothing that one pastes into.
            let isBegun = text.map { (try? writer.write($0.bytes, within: Self.readerPatience)) != nil }
            if isBegun != true { writers[known] = nil }
        }
    }
}
