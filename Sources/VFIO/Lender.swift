internal import CLinux
package import Descriptors
internal import Glibc

/// The lender's end of a loan: holds a virtual machine's device, in a process of its own, and answers what another process may
/// ask of it (`LoanCall`), and nothing else. It asks the device by the mainline ABI alone: by v11, descriptors would be opened
/// here.
///
/// What is asked is checked as if anybody had asked it. The device is let go of when the virtual machine ends, and when nobody
/// borrows it any more.
package final class Lender {
    /// Why there is nothing more to answer.
    package enum Ending: Sendable {
        /// Nobody borrows it any more.
        case returned
        case machineEnded
        /// What was asked is nothing that this program asks.
        case nonsense
    }

    private let socket: MessageSocket

    package init(_ socket: consuming MessageSocket) {
        self.socket = socket
    }

    /// Answers until there is nothing more to answer.
    ///
    /// - Parameters:
    ///   - open: opens the device; called each time that this is asked for, until it succeeds.
    ///   - prepare: called once, before the device is asked anything for somebody else.
    package func run(
        opening open: () throws(DeviceError) -> LentDevice, preparing prepare: () -> Void
    ) -> Ending {
        do throws(SystemError) {
            var request = LoanRequest(.open)
            while try receive(&request) {
                guard request.call == LoanCall.open.rawValue else { return .nonsense }
                let lent: LentDevice
                do throws(DeviceError) {
                    lent = try open()
                } catch {
                    try refuse(error)
                    continue
                }
                prepare()
                return try lend(lent)
            }
            return .returned
        } catch {
            return error.errno == EBADMSG ? .nonsense : .returned
        }
    }

    private func refuse(_ error: DeviceError) throws(SystemError) {
        var reply = LoanReply(.open, error: EPERM)
        reply.number = error.mayPass ? 1 : 0
        try send(reply, Array(error.description.utf8))
    }

    private func lend(_ lent: LentDevice) throws(SystemError) -> Ending {
        let holder = lent.host.holder
        var reply = LoanReply(.open)
        reply.number = UInt32(holder.process)
        try send(reply, Array("\(lent.name)\0\(holder.program)".utf8))
        let answers = LenderAnswers(lent.device)
        var request = LoanRequest(.open)
        while true {
            guard try isAlive(lent.host) else {
                try send(LoanReply(.end))
                return .machineEnded
            }
            guard try receive(&request) else { return .returned }
            guard let answer = answers.answer(request) else { return .nonsense }
            try send(answer)
        }
    }

    /// Waits for a request, or for the machine's end.
    private func isAlive(_ host: HostProcess) throws(SystemError) -> Bool {
        var waited = (
            pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: host.descriptor, events: Int16(POLLIN), revents: 0)
        )
        try systemCall("poll") {
            unsafe withUnsafeMutableBytes(of: &waited) {
                unsafe poll($0.bindMemory(to: pollfd.self).baseAddress, 2, -1)
            }
        }
        return waited.1.revents == 0
    }

    /// - Returns: false when nobody is there any more.
    /// - Throws: `EBADMSG` for what has another length than a request.
    private func receive(_ request: inout LoanRequest) throws(SystemError) -> Bool {
        let size = MemoryLayout<LoanRequest>.size
        // One byte more, so that what is too long is seen to be.
        var bytes = (request, UInt8(0))
        let count = try unsafe withUnsafeMutableBytes(of: &bytes) { (bytes) throws(SystemError) in
            unsafe try socket.receive(into: bytes)
        }
        guard count == size || count == 0 else { throw SystemError(call: "recv", errno: EBADMSG) }
        request = bytes.0
        return count > 0
    }

    /// Borrowed, so that its descriptor is open until it has been sent.
    private func send(_ answer: borrowing LenderAnswers.Answer) throws(SystemError) {
        try send(answer.reply, answer.bytes, with: answer.fileNumber)
    }

    private func send(
        _ reply: LoanReply, _ more: [UInt8] = [], with file: Int32? = nil
    ) throws(SystemError) {
        var reply = reply
        try unsafe withUnsafeMutableBytes(of: &reply) { (bytes) throws(SystemError) in
            guard !more.isEmpty else {
                return unsafe try socket.send(UnsafeRawBufferPointer(bytes), with: file)
            }
            var message = unsafe Array(bytes) + more.prefix(LoanReply.longest - bytes.count)
            try unsafe message.withUnsafeMutableBufferPointer { (bytes) throws(SystemError) in
                unsafe try socket.send(UnsafeRawBufferPointer(bytes), with: file)
            }
        }
    }
}
