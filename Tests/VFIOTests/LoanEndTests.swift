import CLinux
import Descriptors
import Foundation
import Glibc
import Planes
import TestDevice
import Testing

@testable import VFIO

/// Proves that whatever becomes of the lender, of its machine or of the borrower, the others end in order and say why.
@Suite struct LoanEndTests {
    private let lent: LentMachine

    init() throws {
        lent = try LentMachine()
        lent.device.planes[.primary] = TestDevice.Picture(id: 1, width: 640, height: 480)
    }

    private func source(_ loan: Loan) throws -> VFIOSource {
        try VFIOSource(BorrowedDevice(loan), name: loan.device, loan: loan)
    }

    /// Waits until a source's descriptor tells something.
    private func told(_ source: VFIOSource) -> SourceError? {
        var question = pollfd(fd: source.descriptor ?? -1, events: Int16(POLLIN), revents: 0)
        unsafe poll(&question, 1, -1)
        do {
            try source.receive()
            return nil
        } catch {
            return error
        }
    }

    @Test func theEndOfTheMachineIsTheSources() throws {
        let source = try source(lent.loan())
        try source.receive()
        lent.endMachine()
        #expect(lent.end() == .machineEnded)
        let end = SourceError.lost(
            "the virtual machine has ended: sleep (process \(lent.machine.processIdentifier))")
        #expect(throws: end) { _ = try source.snapshot() }
        #expect(told(source) == end, "and remains so")
    }

    @Test func theEndOfTheMachineIsToldUnasked() throws {
        let source = try source(lent.loan())
        lent.endMachine()
        #expect(told(source)?.description.hasPrefix("the virtual machine has ended: sleep") == true)
    }

    @Test func whoBorrowsNoLongerEndsTheLender() throws {
        do { _ = try lent.loan() }
        #expect(lent.end() == .returned)
        #expect(lent.machine.isRunning)
    }

    @Test func aLenderThatGoesIsTheSourcesEnd() throws {
        let pair = try SocketPair(.messages)
        let other = Forger(pair.second)
        let loan = Loan(of: "pid:1", over: MessageSocket(pair.takeFirst()))
        other.answer(LoanReply(.open), "test\0qemu")
        try loan.open()
        let source = try VFIOSource(lent.device, name: "test", loan: loan)
        try source.receive()
        other.close()
        let end = SourceError.lost(
            "the process that held test of qemu (process 0) for planeview has ended; start planeview again")
        #expect(told(source) == end)
        let borrowed = BorrowedDevice(loan)
        var plane = vfio_device_gfx_plane_info()
        #expect(borrowed.query(&plane) == ENODEV)
        #expect(throws: SystemError(call: "VFIO_DEVICE_GET_INFO", errno: ENODEV)) {
            try borrowed.regionCount()
        }
    }

    @Test(arguments: ["short", "long", "other", "unasked"])
    func answersThatMakeNoSenseAreTheEnd(what: String) throws {
        let pair = try SocketPair(.messages)
        let other = Forger(pair.second)
        let loan = Loan(of: "pid:1", over: MessageSocket(pair.takeFirst()))
        other.answer(LoanReply(.open), "test\0qemu")
        try loan.open()
        switch what {
        case "short": other.send([1, 2, 3])
        case "long": other.answer(LoanReply(.regionCount), String(repeating: "x", count: 9000))
        case "other": other.answer(LoanReply(.query), "")
        default:
            other.answer(LoanReply(.regionCount), "")
            #expect(throws: SourceError.self) { try loan.receive() }
        }
        let borrowed = BorrowedDevice(loan)
        if what == "long" {
            // What is behind a reply of fixed length is nobody's.
            #expect(try borrowed.regionCount() == 0)
            return
        }
        #expect(throws: SystemError(call: "VFIO_DEVICE_GET_INFO", errno: ENODEV)) {
            try borrowed.regionCount()
        }
        #expect(loan.end?.description.contains("answers what makes no sense") == true)
    }

    @Test func aDescriptorThatDoesNotComeIsAnError() throws {
        let pair = try SocketPair(.messages)
        let other = Forger(pair.second)
        let loan = Loan(of: "pid:1", over: MessageSocket(pair.takeFirst()))
        other.answer(LoanReply(.dmabuf), "")
        let error = #expect(throws: SystemError.self) { _ = try BorrowedDevice(loan).dmabuf(1) }
        #expect(error?.errno == EIO)
    }

    @Test func aLenderThatDoesNotAnswerHoldsNobodyUp() throws {
        let pair = try SocketPair(.messages)
        let other = Forger(pair.second)
        let loan = Loan(of: "pid:1", over: MessageSocket(pair.takeFirst()), patience: .milliseconds(1))
        other.answer(LoanReply(.open), "test\0qemu")
        try loan.open()
        var plane = vfio_device_gfx_plane_info()
        #expect(BorrowedDevice(loan).query(&plane) == ENODEV)
        #expect(loan.end?.description.contains("does not answer") == true)
        withExtendedLifetime(other) {}
    }

    // MARK: Opening

    @Test func aRefusalIsTheLendersSentence() throws {
        let refusals: [DeviceError] = [
            .noProcess(12), .nothingInProcess(Holder(process: 12, program: "qemu")),
            .tracingForbidden(Holder(process: 12, program: "qemu"), scope: 1),
        ]
        lent.refusals = refusals
        let loan = Loan(of: "pid:12", over: try lent.start())
        for refusal in refusals {
            let error = #expect(throws: DeviceError.self) { try loan.open() }
            #expect(error?.description == refusal.description && error?.mayPass == refusal.mayPass)
        }
        #expect(lent.preparations == 0)
        try loan.open()
        #expect(loan.device == "test" && lent.preparations == 1)
    }

    @Test func aLenderIsAskedAgainWhereThatMayHelp() throws {
        lent.refusals = [.nothingInProcess(Holder(process: 12, program: "qemu"))]
        var starts: [String] = []
        let lenders = Lenders { (name) throws(DeviceError) in
            starts.append(name)
            do {
                return Loan(of: name, over: try lent.start())
            } catch {
                throw .noLender(name, reason: "\(error)")
            }
        }
        #expect(throws: DeviceError.self) { try lenders.loan(of: "uuid", from: 12) }
        #expect(try lenders.loan(of: "uuid", from: 12).device == "test")
        #expect(starts == ["12/uuid"])
        lent.refusals = [.noProcess(12)]
        for _ in 0..<2 { _ = try? lenders.loan(of: nil, from: 12) }
        #expect(starts == ["12/uuid", "12", "12"])
    }

    // MARK: The lender

    private func request(_ call: LoanCall, _ change: (inout LoanRequest) -> Void = { _ in }) -> LoanRequest {
        var request = LoanRequest(call)
        request.plane.argsz = UInt32(MemoryLayout<vfio_device_gfx_plane_info>.size)
        request.plane.flags = UInt32(VFIO_GFX_PLANE_TYPE_DMABUF)
        request.plane.drm_plane_type = 1
        change(&request)
        return request
    }

    @Test func whatThisProgramNeverAsksEndsTheLender() throws {
        let nonsense: [LoanRequest] = [
            request(.open), request(.end), request(.fetch), request(.unmap),
            // The struct of July 2017, and none and two types at once.
            request(.query) { $0.plane.argsz = 44 }, request(.query) { $0.plane.flags = 0 },
            request(.query) {
                $0.plane.flags = UInt32(VFIO_GFX_PLANE_TYPE_DMABUF | VFIO_GFX_PLANE_TYPE_REGION)
            },
            request(.query) { $0.plane.flags |= 0x8000_0000 },
        ]
        let answers = LenderAnswers(lent.device)
        for request in nonsense {
            let isAnswered = answers.answer(request) != nil
            #expect(!isAnswered, "\(request.call)")
        }
        #expect(lent.device.queryCount == 0)
    }

    @Test(arguments: [0, 1, MemoryLayout<LoanRequest>.size - 1, MemoryLayout<LoanRequest>.size + 1, 100_000])
    func aRequestOfAnotherLengthEndsTheLender(size: Int) throws {
        let other = Forger(try lent.start())
        other.send([UInt8](repeating: 1, count: size))
        #expect(lent.end() == (size == 0 ? .returned : .nonsense))
    }

    @Test func theFirstRequestIsToOpen() throws {
        let other = Forger(try lent.start())
        other.send(request(.query))
        #expect(lent.end() == .nonsense)
        #expect(lent.device.queryCount == 0)
    }

    /// Whatever is asked, in whatever order: nothing is written, no other region is mapped, and nothing crashes.
    @Test func anythingMayBeAsked() throws {
        let device = lent.device
        device.interface = .region
        device.planes[.primary] = TestDevice.Picture(id: 16, width: 16, height: 16)
        device.regions[16] = regionInformation(flags: 7, index: 16, size: 4096, offset: 0x1000)
        device.regions[2] = regionInformation(flags: 7, index: 2, size: 4096, offset: 0x9000)
        let answers = LenderAnswers(device)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            var request = LoanRequest(LoanCall(rawValue: .random(in: 1...9, using: &random)) ?? .query)
            request.number = [0, 1, 2, 16, 17, .max].randomElement(using: &random) ?? 0
            request.offset = [0, 0x1000, 0x9000, .max].randomElement(using: &random) ?? 0
            request.count = [0, 1, 1024, 4096, 4097, .max].randomElement(using: &random) ?? 0
            request.plane.argsz = [0, 44, 64, .max].randomElement(using: &random) ?? 0
            request.plane.flags = .random(in: 0..<8, using: &random)
            request.plane.drm_plane_type = .random(in: 0..<4, using: &random)
            _ = answers.answer(request)
        }
        #expect(device.written.isEmpty)
        #expect(Set(device.mapped) == [0x1000])
    }
}

/// Says what it is told to over a socket.
private final class Forger {
    private var socket: MessageSocket?

    init(_ socket: borrowing OwnedDescriptor) {
        guard let other = try? socket.duplicate() else { return }
        self.socket = MessageSocket(other)
    }

    init(_ socket: consuming MessageSocket) {
        self.socket = consume socket
    }

    func send(_ bytes: [UInt8]) {
        var bytes = bytes
        unsafe bytes.withUnsafeMutableBytes { bytes in
            unsafe try? socket?.send(UnsafeRawBufferPointer(bytes))
        }
    }

    func send(_ request: LoanRequest) {
        send(unsafe withUnsafeBytes(of: request) { unsafe Array($0) })
    }

    func answer(_ reply: LoanReply, _ text: String) {
        send(unsafe withUnsafeBytes(of: reply) { unsafe Array($0) } + Array(text.utf8))
    }

    func close() {
        socket?.shutDown()
        _ = socket.take()
    }
}
