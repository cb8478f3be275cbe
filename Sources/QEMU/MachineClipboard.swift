internal import Descriptors
package import Input

/// A guest's clipboard by its QEMU's D-Bus display (Clipboard of ui/dbus-display1.xml). QEMU and the viewer have the same
/// object: each tells the other what it has (`Grab`, `Release`), and is asked for it (`Request`). Of QEMU's selections this is the
/// clipboard; the primary one is left alone.
///
/// Grabs are numbered by both sides together, from 0 on: one of the guest's with a number that was passed already is of yesterday,
/// and where both grab by the same number, the viewer wins. So the viewer may use its number again until the guest has grabbed.
/// It must: an agent that comes later than the viewer begins at 0, takes no number that is higher than its own (spice-vdagent), and
/// before it called `Register` for each agent (7.2, say) QEMU did not tell of that.
package final class MachineClipboard: GuestClipboard {
    package private(set) var hasText = false
    package var onChange: (() -> Void)?

    let console: DisplayConsole
    private var state = State.out
    private var isStarted = false
    /// The least that the guest's next grab may have.
    private var number: UInt32 = 0
    /// The viewer's own, until the guest grabs.
    private var ownNumber: UInt32?
    private var giver: Giver?
    /// QEMU is to be told what there is for the guest.
    private var owesWord = false
    /// QEMU was told that there is something.
    private var isGrabbed = false
    private var isTelling = false
    private var isAnswering = false
    /// Who waits for the guest's text.
    private var receivers: [Receiver] = []

    private enum State { case out, entering, there }

    /// QEMU's selection that is copied into and pasted from; the others are 1 and 2.
    static let selection: UInt32 = 0
    /// How long an answer is waited for. QEMU itself gives its guest 5 seconds.
    private static let patience = Instant.Span.seconds(6)
    /// How long the end may be held up.
    private static let farewell = Instant.Span.milliseconds(250)
    /// Types that are looked at in one grab or request.
    static let typeLimit = 64
    private static let receiverLimit = 16

    package init(_ console: DisplayConsole) {
        self.console = console
        console.onCall = { [unowned self] in take($0) }
        console.connection.onClose = { [unowned self] in lose() }
    }

    deinit {
        console.onCall = nil
        console.connection.onClose = nil
        answerAll(nil)
    }

    // MARK: Taking part

    /// Whether QEMU has taken it.
    package var isThere: Bool { state == .there }

    package func start() {
        isStarted = true
        register()
    }

    /// - Parameter isSecond: what stood in the way was taken away.
    private func register(isSecond: Bool = false) {
        guard isStarted, state == .out, !console.connection.isClosed else { return }
        state = .entering
        begin()
        call("Register") { [weak self] answer in
            guard let self, state == .entering else { return }
            switch answer {
            case .success:
                state = .there
                tell()
            case .failure(.refused) where console.destination == nil && !isSecond:
                // By names alone QEMU sees that a viewer has gone: without a message bus, one that was killed is registered for
                // ever. It was on this very connection's place, so that nobody else is put out.
                state = .out
                call("Unregister") { [weak self] _ in self?.register(isSecond: true) }
            // It has no clipboard, or another viewer has it. That one may go.
            case .failure: state = .out
            }
        }
    }

    package func finish() {
        isStarted = false
        guard state != .out else { return }
        leave()
        var isAnswered = false
        call("Unregister") { _ in isAnswered = true }
        let deadline = Instant.now + Self.farewell
        while !isAnswered, .now < deadline, console.connection.turn(until: deadline) {}
    }

    private func leave() {
        state = .out
        giver = nil
        hasText = false
        owesWord = false
        isGrabbed = false
    }

    private func lose() {
        let hadText = hasText
        leave()
        if hadText { onChange?() }
    }

    // MARK: To the guest

    package func offer(_ giver: Giver?) {
        guard giver != nil || self.giver != nil else { return }
        self.giver = giver
        owesWord = true
        // What the guest had itself goes with QEMU's hearing of it.
        if giver != nil { hasText = false }
        if state == .out { register() } else { tell() }
    }

    /// Tells QEMU what is new. One call is under way at a time, and of what waits the newest counts.
    private func tell() {
        guard state == .there, owesWord, !isTelling else { return }
        owesWord = false
        guard giver != nil || isGrabbed else { return }
        isTelling = true
        let then: (BusConnection.Answer) -> Void = { [weak self] _ in
            self?.isTelling = false
            self?.tell()
        }
        isGrabbed = giver != nil
        guard isGrabbed else {
            return call("Release", { (call) throws(BusError) in try call.append(Self.selection) }, then: then)
        }
        let number = ownNumber ?? number
        ownNumber = number
        count(number)
        call(
            "Grab",
            { (call) throws(BusError) in
                try call.append(Self.selection)
                try call.append(number)
                try call.append([ClipboardText.mediaType])
            }, then: then)
    }

    private func begin() {
        number = 0
        ownNumber = nil
    }

    private func count(_ number: UInt32) { self.number = number == .max ? .max : number + 1 }

    // MARK: From the guest

    package func read(then: @escaping Receiver) {
        guard hasText, state == .there, receivers.count < Self.receiverLimit else { return then(nil) }
        receivers.append(then)
        // One question is under way at a time: QEMU refuses a second.
        guard receivers.count == 1 else { return }
        call(
            "Request",
            { (call) throws(BusError) in
                try call.append(Self.selection)
                try call.append([ClipboardText.mediaType])
            }
        ) { [weak self] answer in self?.answerAll(try? Self.text(in: answer.get())) }
    }

    private func answerAll(_ text: ClipboardText?) {
        let receivers = receivers
        self.receivers = []
        for receiver in receivers { receiver(text) }
    }

    private static func text(in answer: BusMessage) throws -> ClipboardText? {
        guard answer.signature == "say", try answer.readString() == ClipboardText.mediaType else {
            return nil
        }
        return try answer.readBytes { (bytes) throws(Never) in
            guard bytes.byteCount <= ClipboardText.limit else { return nil }
            return unsafe bytes.withUnsafeBytes { ClipboardText(unsafe [UInt8]($0)) }
        }.get()
    }

    // MARK: QEMU's calls

    private func take(_ message: BusMessage) {
        let connection = console.connection
        guard message.path == Names.clipboardPath else {
            return connection.refuse(message, Names.unknownMethod, "there is no such object")
        }
        // QEMU asks for the properties, and does nothing else before it has got them.
        if (message.interface, message.member) == (Names.properties, "GetAll") {
            return connection.answer(message) { (reply) throws(BusError) in
                try reply.append("a", "{sv}") { () throws(BusError) in }
            }
        }
        guard state != .out else {
            return connection.refuse(message, Names.failed, "the clipboard is not registered")
        }
        do {
            switch (message.interface, message.member, message.signature) {
            case (Names.clipboard, "Register", ""): restart()
            case (Names.clipboard, "Unregister", ""): lose()
            case (Names.clipboard, "Grab", "uuas"): try grab(message)
            case (Names.clipboard, "Release", "u"):
                if try message.readUInt32() == Self.selection { set(hasText: false) }
            case (Names.clipboard, "Request", "uas"): return try give(message)
            default:
                return connection.refuse(
                    message, Names.unknownMethod, "there is no \(message.member) that takes such values")
            }
            connection.answer(message)
        } catch {
            connection.refuse(message, Names.invalidArguments, "\(error)")
        }
    }

    /// The guest's agent begins anew, and knows of nothing.
    private func restart() {
        begin()
        isGrabbed = false
        owesWord = giver != nil
        set(hasText: false)
        tell()
    }

    private func grab(_ message: BusMessage) throws(BusError) {
        let selection = try message.readUInt32()
        let number = try message.readUInt32()
        let hasText = try readsText(message)
        guard selection == Self.selection, number >= self.number else { return }
        count(number)
        ownNumber = nil
        giver = nil
        owesWord = false
        isGrabbed = false
        set(hasText: hasText, isNew: hasText)
    }

    private func readsText(_ message: BusMessage) throws(BusError) -> Bool {
        var hasText = false
        try message.readArray(of: "s", atMost: Self.typeLimit) { () throws(BusError) in
            if try message.readString() == ClipboardText.mediaType { hasText = true }
        }
        return hasText
    }

    private func set(hasText: Bool, isNew: Bool = false) {
        guard isNew || hasText != self.hasText else { return }
        self.hasText = hasText
        onChange?()
    }

    private func give(_ message: BusMessage) throws(BusError) {
        let connection = console.connection
        let selection = try message.readUInt32()
        guard try readsText(message), selection == Self.selection, let giver, !isAnswering else {
            return connection.refuse(message, Names.failed, "there is no such text")
        }
        isAnswering = true
        giver { [weak self] text in
            self?.isAnswering = false
            guard let text else {
                return connection.refuse(message, Names.failed, "the text cannot be had")
            }
            connection.answer(message) { (reply) throws(BusError) in
                try reply.append(ClipboardText.mediaType)
                try reply.append(unsafe text.bytes.span.bytes)
            }
        }
    }

    private func call(
        _ member: String, _ arguments: (BusMessage) throws(BusError) -> Void = { (_) throws(BusError) in },
        then: @escaping (BusConnection.Answer) -> Void
    ) {
        do throws(BusError) {
            let call = try console.connection.makeCall(
                console.destination, Names.clipboardPath, Names.clipboard, member, arguments)
            console.connection.call(call, within: Self.patience, then: then)
        } catch {
            then(.failure(error))
        }
    }
}
