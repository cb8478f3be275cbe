internal import Descriptors
internal import Planes

/// What QEMU calls to show a console: the object that a viewer registers, on a connection of its own. It puts what is said into
/// the screen.
final class DisplayListener {
    /// Called when the connection has ended.
    var onClose: (() -> Void)?
    let screen: Screen
    private let connection: BusConnection
    /// QEMU's updates of dma-bufs that were not answered: it draws no further before they are.
    private var unanswered: [BusMessage] = []
    private var patience: Timer?
    private var disabling: Timer?

    /// The optional interfaces, which QEMU asks for. It ends when it gets no list (`g_strv_contains`).
    static let interfaces = [Names.listenerMap, Names.listenerDmabuf2]

    /// How long an update may go unanswered: a window that nobody sees asks seldom.
    private static let answerSpan = Instant.Span.milliseconds(100)
    /// How long the last picture stays when the console is disabled: QEMU says so, too, when it lets go of a dma-buf that is not
    /// shown, and updates the one that is shown right after (its ui/dbus-listener.c).
    private static let disableSpan = Instant.Span.milliseconds(200)
    /// Updates that may go unanswered at once: one each damaged rectangle.
    private static let unansweredLimit = 64

    /// - Parameter socket: connected to QEMU, which waits for the D-Bus client to begin.
    /// - Throws: `BusError`.
    init(
        on socket: consuming OwnedDescriptor, in loop: EventLoop, _ screen: Screen = Screen()
    ) throws(BusError) {
        self.screen = screen
        connection = try BusConnection(Bus(on: socket), in: loop)
        do throws(SystemError) {
            patience = try Timer(in: loop) { [unowned self] in answer() }
            disabling = try Timer(in: loop) { [unowned self] in self.screen.disable() }
        } catch {
            throw .failed(error)
        }
        connection.onMessage = { [unowned self] in take($0) }
        connection.onClose = { [unowned self] in onClose?() }
    }

    var isClosed: Bool { connection.isClosed }

    /// Lets QEMU go on drawing: what it has drawn was looked at.
    func answer() {
        patience?.cancel()
        let messages = unanswered
        unanswered = []
        for message in messages { connection.answer(message) }
    }

    private func take(_ message: BusMessage) {
        guard message.kind == .call else { return }
        guard message.path == Names.listenerPath else {
            return connection.refuse(message, Names.unknownMethod, "there is no such object")
        }
        do {
            switch (message.interface, message.member, message.signature) {
            case (Names.properties, _, _): return answerProperties(message)
            case (Names.listener, "Scanout", "uuuuay"): try scanout(message)
            case (Names.listener, "Update", "iiiiuuay"): try update(message)
            case (Names.listener, "ScanoutDMABUF", "huuuutb"): try scanoutDmabuf(message)
            case (Names.listener, "UpdateDMABUF", "iiii"): return updateDmabuf(message)
            case (Names.listener, "Disable", ""): disabling?.set(.now + Self.disableSpan)
            case (Names.listener, "MouseSet", "iii"): try setMouse(message)
            case (Names.listener, "CursorDefine", "iiiiay"): try defineCursor(message)
            case (Names.listenerMap, "ScanoutMap", "huuuuu"): try scanoutMap(message)
            case (Names.listenerMap, "UpdateMap", "iiii"): touch()
            case (Names.listenerDmabuf2, "ScanoutDMABUF2", "ahuuuuauauuuuutb"): try scanoutDmabuf2(message)
            default:
                return connection.refuse(
                    message, Names.unknownMethod, "there is no \(message.member) that takes such values")
            }
            connection.answer(message)
        } catch {
            if message.member.hasPrefix("Scanout"), let fault = error as? ScreenFault { screen.fail(fault) }
            connection.refuse(message, Names.invalidArguments, "\(error)")
        }
    }

    // MARK: Pictures

    /// The picture is there, or there again.
    private func touch() {
        disabling?.cancel()
        screen.touch()
    }

    private func scanout(_ message: BusMessage) throws {
        let given = GivenPicture(
            width: try message.readUInt32(), height: try message.readUInt32(),
            stride: try message.readUInt32(),
            format: try PixmanFormat(code: try message.readUInt32()).known())
        try message.readBytes { (data) throws(ScreenFault) in try screen.show(given, data) }.get()
        disabling?.cancel()
    }

    private func update(_ message: BusMessage) throws {
        let (x, y) = (try message.readInt32(), try message.readInt32())
        let (width, height) = (try message.readInt32(), try message.readInt32())
        guard width > 0, height > 0 else { throw ScreenFault.rectangle }
        let given = GivenPicture(
            width: UInt32(width), height: UInt32(height), stride: try message.readUInt32(),
            format: try PixmanFormat(code: try message.readUInt32()).known())
        let place = Rectangle(x: x, y: y, size: Size(width: width, height: height))
        try message.readBytes { (data) throws(ScreenFault) in try screen.update(place, given, data) }.get()
        disabling?.cancel()
    }

    private func scanoutMap(_ message: BusMessage) throws {
        let file = try message.readFile()
        let offset = try message.readUInt32()
        let (width, height) = (try message.readUInt32(), try message.readUInt32())
        let stride = try message.readUInt32()
        let format = try PixmanFormat(code: try message.readUInt32()).known()
        let reply = PlaneReply(
            kind: .primary, name: .number(0), format: format, width: width, height: height, stride: stride,
            offset: offset, size: .max)
        try screen.show(file, as: .mapping, reply)
        disabling?.cancel()
    }

    private func scanoutDmabuf(_ message: BusMessage) throws {
        let file = try message.readFile()
        let (width, height) = (try message.readUInt32(), try message.readUInt32())
        let stride = try message.readUInt32()
        let format = Fourcc(rawValue: try message.readUInt32())
        let modifier = Modifier(rawValue: try message.readUInt64())
        let isFlipped = try message.readBool()
        let reply = PlaneReply(
            kind: .primary, name: .number(0), format: format, modifier: modifier, width: width,
            height: height, stride: stride, size: .max)
        try screen.show(file, as: .dmabuf, reply, isFlipped: isFlipped)
        disabling?.cancel()
    }

    private func scanoutDmabuf2(_ message: BusMessage) throws {
        let file = try DmabufPicture.readFile(message)
        let picture = try DmabufPicture(message)
        try screen.show(file, as: .dmabuf, picture.reply(), isFlipped: picture.isFlipped)
        disabling?.cancel()
    }

    /// QEMU goes on drawing once it is answered, which is when the next snapshot is taken: no faster than anybody looks.
    private func updateDmabuf(_ message: BusMessage) {
        touch()
        guard message.expectsReply, unanswered.count < Self.unansweredLimit else {
            return connection.answer(message)
        }
        if unanswered.isEmpty { patience?.set(.now + Self.answerSpan) }
        unanswered.append(message)
    }

    // MARK: The cursor

    private func setMouse(_ message: BusMessage) throws {
        let position = Plane.Position(x: try message.readInt32(), y: try message.readInt32())
        screen.point(at: try message.readInt32() != 0 ? position : nil)
    }

    private func defineCursor(_ message: BusMessage) throws {
        let (width, height) = (try message.readInt32(), try message.readInt32())
        let hotspot = Plane.Position(x: try message.readInt32(), y: try message.readInt32())
        // A negative size is a huge one, for the gate to refuse.
        let size = (UInt32(bitPattern: width), UInt32(bitPattern: height))
        let given = GivenPicture(width: size.0, height: size.1, stride: 0, format: .argb8888)
        try message.readBytes { (data) throws(ScreenFault) in
            try screen.define(cursor: given, hotspot: hotspot, data)
        }.get()
    }

    // MARK: Properties

    private func answerProperties(_ message: BusMessage) {
        do throws(BusError) {
            switch (message.member, message.signature) {
            case ("GetAll", "s"):
                let interface = try message.readString()
                connection.answer(message) { (reply) throws(BusError) in
                    try reply.append("a", "{sv}") { () throws(BusError) in
                        guard interface == Names.listener else { return }
                        try reply.append("e", "sv") { () throws(BusError) in
                            try reply.append("Interfaces")
                            try reply.append("v", "as") { () throws(BusError) in
                                try reply.append(Self.interfaces)
                            }
                        }
                    }
                }
            case ("Get", "ss"):
                let (interface, name) = (try message.readString(), try message.readString())
                guard interface == Names.listener, name == "Interfaces" else {
                    return connection.refuse(message, Names.unknownProperty, "there is no such property")
                }
                connection.answer(message) { (reply) throws(BusError) in
                    try reply.append("v", "as") { () throws(BusError) in try reply.append(Self.interfaces) }
                }
            default: connection.refuse(message, Names.unknownMethod, "the properties are read-only")
            }
        } catch {
            connection.refuse(message, Names.invalidArguments, "\(error)")
        }
    }
}
