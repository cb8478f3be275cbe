package import Descriptors
internal import Glibc
package import Planes

/// The borrower's end of a loan: asks the process that holds a virtual machine's device, and notices when there is nothing
/// to be asked any more.
///
/// Whatever that process does, a question ends: after some seconds without an answer, so does the loan.
package final class Loan {
    /// What people call the device; before it is open, the process that it is of.
    package private(set) var device: String
    private var machine = ""
    private let socket: MessageSocket
    /// nil where nobody needs to wait for the lender's end.
    private let lender: LenderProcess?
    private var trouble: Trouble?

    private enum Trouble {
        case machineEnded
        /// What the lender does, or did.
        case lender(String)
    }

    /// An opening looks through /proc, and a program is loaded before it.
    private static let openingPatience = Instant.Span.seconds(30)
    private let patience: Instant.Span

    /// - Parameters:
    ///   - name: what the user calls the device, such as "pid:4711".
    ///   - patience: with each answer. The kernel's drivers answer in microseconds, unless they wait for a GPU.
    package init(
        of name: String, over socket: consuming MessageSocket, from lender: LenderProcess? = nil,
        patience: Instant.Span = .seconds(10)
    ) {
        device = name
        self.patience = patience
        self.socket = socket
        self.lender = lender
    }

    deinit {
        // The lender ends by this, and lets go of the device.
        socket.shutDown()
        _ = lender?.outcome()
    }

    /// Why nothing can be asked any more; nil as long as something can.
    package var end: SourceError? {
        switch trouble {
        case nil: nil
        case .machineEnded: .lost("the virtual machine has ended: \(machine)")
        case .lender(let what):
            .lost(
                "the process that held \(device) of \(machine) for planeview \(what); start planeview again")
        }
    }

    /// Readable when the loan ends. Lent.
    package var descriptor: Int32 { socket.descriptor }

    /// Has the device opened.
    ///
    /// - Throws: `DeviceError.lender` with the lender's sentence; then it may be tried again. `.noLender`.
    package func open() throws(DeviceError) {
        // They fail for lengths that make no sense only.
        try? socket.setPatience(Self.openingPatience)
        defer { try? socket.setPatience(patience) }
        let (reply, text) = askForMore(LoanRequest(.open))
        if case .lender(let what) = trouble { throw .noLender(device, reason: what) }
        let words = text.split(separator: 0, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard reply.error == 0, words.count == 2 else {
            throw .lender(words.first ?? "", mayPass: reply.number != 0)
        }
        device = words[0]
        machine = Holder(process: Int(reply.number), program: words[1]).description
    }

    /// The socket is readable, and nothing was asked: whatever has come is the end.
    ///
    /// - Throws: `SourceError.lost`.
    package func receive() throws(SourceError) {
        var reply = LoanReply(.end)
        do throws(SystemError) {
            let count = try unsafe withUnsafeMutableBytes(of: &reply) { (bytes) throws(SystemError) in
                unsafe try socket.receive(into: bytes, waits: false)
            }
            finish(count, reply)
        } catch {
            guard error.errno != EAGAIN else { return }
            if error.errno == ECONNRESET { finish(0, reply) } else { lose("cannot be heard: \(error)") }
        }
        if let end { throw end }
    }

    // MARK: Questions

    /// Asks, where an answer has a fixed length. It costs no memory.
    func ask(_ request: LoanRequest) -> LoanReply {
        var reply = LoanReply(.end)
        exchange(request) { () throws(SystemError) in
            let count = try unsafe withUnsafeMutableBytes(of: &reply) { (bytes) throws(SystemError) in
                unsafe try socket.receive(into: bytes)
            }
            return (count, reply)
        }
        return trouble == nil ? reply : LoanReply(.end, error: ENODEV)
    }

    /// Asks for what has a length of its own.
    func askForMore(_ request: LoanRequest) -> (LoanReply, [UInt8]) {
        var file: OwnedDescriptor?
        return askForAll(request, &file)
    }

    /// Asks for a descriptor, too.
    ///
    /// - Parameter file: is set where one came.
    func ask(_ request: LoanRequest, _ file: inout OwnedDescriptor?) -> LoanReply {
        askForAll(request, &file).0
    }

    private func askForAll(_ request: LoanRequest, _ file: inout OwnedDescriptor?) -> (LoanReply, [UInt8]) {
        var bytes = [UInt8](repeating: 0, count: LoanReply.longest)
        var reply = LoanReply(.end)
        var (received, length) = (0, 0)
        exchange(request) { () throws(SystemError) in
            received = try unsafe bytes.withUnsafeMutableBufferPointer { (bytes) throws(SystemError) in
                unsafe try socket.receive(into: UnsafeMutableRawBufferPointer(bytes), &file)
            }
            length = min(received, MemoryLayout<LoanReply>.size)
            unsafe withUnsafeMutableBytes(of: &reply) { unsafe $0.copyBytes(from: bytes[..<length]) }
            return (length, reply)
        }
        guard trouble == nil else { return (LoanReply(.end, error: ENODEV), []) }
        return (reply, Array(bytes[length..<received]))
    }

    /// - Parameter receive: receives a reply; it returns how much of it came.
    private func exchange(
        _ request: LoanRequest, _ receive: () throws(SystemError) -> (Int, LoanReply)
    ) {
        guard trouble == nil else { return }
        do throws(SystemError) {
            var request = request
            try unsafe withUnsafeMutableBytes(of: &request) { (bytes) throws(SystemError) in
                unsafe try socket.send(UnsafeRawBufferPointer(bytes))
            }
        } catch {
            // What the lender said before it went can still be received.
            guard error.errno == EPIPE else { return lose("cannot be asked: \(error)") }
        }
        do throws(SystemError) {
            let (count, reply) = try receive()
            if count != MemoryLayout<LoanReply>.size || reply.call != request.call { finish(count, reply) }
        } catch {
            switch error.errno {
            case EAGAIN: lose("does not answer")
            // It went without having read the question.
            case ECONNRESET: finish(0, LoanReply(.end))
            default: lose("cannot be heard: \(error)")
            }
        }
    }

    /// What came is no answer.
    private func finish(_ count: Int, _ reply: LoanReply) {
        if count == MemoryLayout<LoanReply>.size, reply.call == LoanCall.end.rawValue {
            trouble = trouble ?? .machineEnded
        } else if count == 0 {
            lose(lender?.outcome() ?? "has ended")
        } else {
            lose("answers what makes no sense")
        }
    }

    private func lose(_ what: String) {
        trouble = trouble ?? .lender(what)
    }
}
