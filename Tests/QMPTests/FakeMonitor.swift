import Descriptors
import Foundation
import Glibc

/// What stands at the end of a monitor's socket: a test says what it says.
final class FakeMonitor {
    let path = FileManager.default.temporaryDirectory.appending(path: "planeview-\(UUID().uuidString).qmp")
        .path
    private var listener: Socket?
    private var client: Socket?
    private var received: [UInt8] = []

    private final class Socket {
        let descriptor: OwnedDescriptor
        init(_ descriptor: consuming OwnedDescriptor) { self.descriptor = descriptor }
    }

    static let greeting =
        #"{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}}, "capabilities": ["oob"]}}"#
    static let tablet =
        #"{"return": [{"index": 4, "name": "tablet", "current": true, "absolute": true}, {"index": 2, "name": "mouse", "current": false, "absolute": false}]}"#
    static let mouse = #"{"return": [{"index": 2, "name": "mouse", "current": true, "absolute": false}]}"#
    static let done = #"{"return": {}}"#

    init() throws { try listen() }

    deinit { unsafe unlink(path) }

    func listen() throws {
        unsafe unlink(path)
        let socket = OwnedDescriptor(
            adopting: try systemCall("socket") {
                Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
            })
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(path.utf8)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
        let number = socket.rawValue
        try systemCall("bind") {
            unsafe withUnsafePointer(to: &address) { address in
                unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }
        try systemCall("listen") { Glibc.listen(number, 1) }
        listener = Socket(socket)
    }

    /// Takes the client that has connected.
    func accept() throws {
        guard let number = listener?.descriptor.rawValue else { return }
        let accepted = OwnedDescriptor(
            adopting: try systemCall("accept") { Glibc.accept(number, nil, nil) })
        let connected = accepted.rawValue
        try systemCall("fcntl") { fcntl(connected, F_SETFL, O_NONBLOCK) }
        client = Socket(accepted)
        received = []
    }

    /// Ends, without a word.
    func die() {
        client = nil
        listener = nil
        unsafe unlink(path)
    }

    /// Says something.
    func say(_ text: String) throws { try write([UInt8]((text + "\r\n").utf8)) }

    /// - Returns: how many bytes the client's side took.
    @discardableResult
    func write(_ bytes: [UInt8]) throws -> Int {
        guard let client else { return 0 }
        return try client.descriptor.send(bytes[...])
    }

    /// The lines that have come since the last call.
    func heard() throws -> [String] {
        guard let client else { return [] }
        while let bytes = try client.descriptor.receive(atMost: 65536), !bytes.isEmpty { received += bytes }
        var lines = received.split(separator: 0x0a, omittingEmptySubsequences: false)
        received = Array(lines.removeLast())
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }
}
