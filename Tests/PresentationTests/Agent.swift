import Descriptors
import Testing

/// What an agent in a guest says of its clipboard, and hears, in the protocol of SPICE's agents. The guest itself is a wire: it
/// carries bytes from one serial port, which QEMU's side of the agent is behind, to another and back.
final class Agent {
    /// A message, by SPICE's numbers (spice/vd_agent.h).
    struct Message {
        var type: UInt32
        var body: [UInt8]
    }

    static let clipboard: UInt32 = 4
    static let capabilities: UInt32 = 6
    static let grab: UInt32 = 7
    static let request: UInt32 = 8
    static let release: UInt32 = 9
    /// UTF-8.
    static let text: UInt32 = 1

    /// QEMU's options, besides the wire's.
    static func options(_ path: String) -> [String] {
        [
            "-chardev", "qemu-vdagent,id=agent,name=vdagent,clipboard=on,mouse=off",
            "-device", "isa-serial,chardev=agent",
            "-chardev", "socket,id=wire,path=\(path),server=on,wait=off", "-device",
            "isa-serial,chardev=wire",
        ]
    }

    private let socket: OwnedDescriptor
    private var bytes: [UInt8] = []
    /// Without the chunks' heads.
    private var stream: [UInt8] = []
    private(set) var heard: [Message] = []

    init(_ path: String) throws {
        socket = try OwnedDescriptor.connect(toSocket: path)
    }

    /// Says what it can: clipboards by demand, with selections and numbers.
    func announce() throws {
        try say(Self.capabilities, Self.words([1, 1 << 5 | 1 << 6 | 1 << 17]))
    }

    func sayGrab(_ number: UInt32) throws { try say(Self.grab, Self.words([0, number, Self.text])) }
    func sayRelease() throws { try say(Self.release, Self.words([0])) }
    func sayRequest() throws { try say(Self.request, Self.words([0, Self.text])) }
    func sayText(_ text: String) throws {
        try say(Self.clipboard, Self.words([0, Self.text]) + Array(text.utf8))
    }

    private func say(_ type: UInt32, _ body: [UInt8]) throws {
        let message = Self.words([1, type, 0, 0, UInt32(body.count)]) + body
        // The guest's port.
        let chunk = Self.words([1, UInt32(message.count)]) + message
        try #require(try socket.send(chunk[...]) == chunk.count)
    }

    /// Takes in what has come.
    func listen() throws {
        while let more = try socket.receive(atMost: 65536), !more.isEmpty { bytes += more }
        while let size = Self.word(bytes, 4), bytes.count >= 8 + Int(size) {
            stream += bytes[8..<(8 + Int(size))]
            bytes.removeFirst(8 + Int(size))
        }
        while let type = Self.word(stream, 4), let size = Self.word(stream, 16),
            stream.count >= 20 + Int(size)
        {
            heard.append(Message(type: type, body: Array(stream[20..<(20 + Int(size))])))
            stream.removeFirst(20 + Int(size))
        }
    }

    /// The bodies of the messages of one type, as far as they came.
    func bodies(_ type: UInt32) -> [[UInt8]] { heard.filter { $0.type == type }.map(\.body) }

    /// How often QEMU has said what it can because it was asked.
    var answers: Int { bodies(Self.capabilities).count { $0.first == 0 } }

    /// Text that came, without what goes before it.
    var texts: [String] { bodies(Self.clipboard).map { String(decoding: $0.dropFirst(8), as: UTF8.self) } }

    static func words(_ words: [UInt32]) -> [UInt8] {
        words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
    }

    private static func word(_ bytes: [UInt8], _ offset: Int) -> UInt32? {
        guard bytes.count >= offset + 4 else { return nil }
        return (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << ($1 * 8) }
    }

    /// Real mode, at 0x7c00: says that it runs, then carries bytes both ways for ever.
    static let wire: [UInt8] = {
        /// Carries one byte, if there is one, from the first port to the second.
        func carry(_ from: UInt16, _ to: UInt16) -> [UInt8] {
            func word(_ number: UInt16) -> [UInt8] {
                [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
            }
            return [0xba] + word(from + 5)  // mov dx, line status
                + [0xec, 0xa8, 0x01, 0x74, 0x14]  // in al, dx; test al, 1; jz done
                + [0xba] + word(from)  // mov dx, data
                + [0xec, 0x88, 0xc4]  // in al, dx; mov ah, al
                + [0xba] + word(to + 5)  // mov dx, line status
                + [0xec, 0xa8, 0x20, 0x74, 0xfb]  // wait: in al, dx; test al, 0x20; jz wait
                + [0x88, 0xe0, 0xba] + word(to)  // mov al, ah; mov dx, data
                + [0xee]  // out dx, al; done:
        }
        let start: [UInt8] = [
            0xfa, 0xb0, 0x3e, 0xe6, 0xe9,  // cli; mov al, '>'; out 0xe9, al
            0xb0, 0x0a, 0xe6, 0xe9,  // mov al, '\n'; out 0xe9, al
        ]
        let both = carry(0x3f8, 0x2f8) + carry(0x2f8, 0x3f8)
        return start + both + [0xe9]  // jmp to the first of both
            + [UInt8(truncatingIfNeeded: -(both.count + 3)), 0xff]
    }()
}
