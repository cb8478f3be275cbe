package import CLinux
package import Descriptors
internal import Glibc
package import Planes

/// A virtual machine's device, which another process has open and answers for: this one has never had it.
///
/// It can be asked for planes and for their memory. All else is refused here, and cannot even be said there.
package final class BorrowedDevice: DeviceCalls {
    private let loan: Loan
    /// Counts the queries: pictures that are fetched are fetched once between two.
    private var queryCount = 0

    package init(_ loan: Loan) {
        self.loan = loan
    }

    package func query(_ plane: inout vfio_device_gfx_plane_info) -> Int32 {
        queryCount &+= 1
        var request = LoanRequest(.query)
        request.plane = plane
        let reply = loan.ask(request)
        // A driver that fails may have written, too, but nobody reads that.
        if reply.error == 0 { plane = reply.plane }
        return reply.error
    }

    /// What it opened would be the lender's.
    package func query(_ plane: inout planeview_v11_gfx_plane_info) -> Int32 { EOPNOTSUPP }

    package var opensDescriptorsHere: Bool { false }

    package func openFile(_ number: Int32) -> OpenFile? { nil }

    package func dmabuf(_ id: UInt32) throws(SystemError) -> OwnedDescriptor {
        var number = id
        return try file(.dmabuf, "VFIO_DEVICE_GET_GFX_DMABUF", &number)
    }

    package func regionCount() throws(SystemError) -> UInt32 {
        try checked(loan.ask(LoanRequest(.regionCount)), "VFIO_DEVICE_GET_INFO").number
    }

    package func regionInformation(_ index: UInt32) throws(SystemError) -> [UInt8] {
        var request = LoanRequest(.regionInformation)
        request.number = index
        let (reply, bytes) = loan.askForMore(request)
        _ = try checked(reply, "VFIO_DEVICE_GET_REGION_INFO")
        return bytes
    }

    package func read(count: Int, at offset: Int) throws(SystemError) -> [UInt8] {
        throw SystemError(call: "pread", errno: EPERM)
    }

    package func write(_ bytes: [UInt8], at offset: Int) throws(SystemError) {
        throw SystemError(call: "pwrite", errno: EPERM)
    }

    /// Memory of the lender's own, into which it copies the picture when that is read: a mapping of the region would be one of
    /// the device.
    package func map(count: Int, at offset: Int) throws(SystemError) -> PlaneMemory {
        var number: UInt32 = 0
        let file = try file(.map, "mmap", &number, offset: offset, count: count)
        let picture = BorrowedPicture(number, of: loan)
        let mapping = try Mapping(file, count: count, access: .read)
        var fetched: Int?
        return .fetched(
            FetchedMemory(mapping) { [weak self] () throws(SystemError) in
                guard let self else { throw SystemError(call: "mmap", errno: ENODEV) }
                guard fetched != queryCount else { return }
                _ = try checked(loan.ask(picture.request(.fetch)), "mmap")
                fetched = queryCount
            })
    }

    /// Its file is in this process.
    package func exporter(of buffer: borrowing OwnedDescriptor) -> String? {
        KernelDevice.exporter(of: buffer)
    }

    /// Asks for a descriptor.
    ///
    /// - Parameter number: is asked with; then the reply's.
    private func file(
        _ call: LoanCall, _ name: String, _ number: inout UInt32, offset: Int = 0, count: Int = 0
    ) throws(SystemError) -> OwnedDescriptor {
        var request = LoanRequest(call)
        request.number = number
        request.offset = UInt64(offset)
        request.count = UInt64(count)
        var file: OwnedDescriptor?
        number = try checked(loan.ask(request, &file), name).number
        guard let file = file.take() else { throw SystemError(call: name, errno: EIO) }
        return file
    }

    private func checked(_ reply: LoanReply, _ call: String) throws(SystemError) -> LoanReply {
        guard reply.error == 0 else { throw SystemError(call: call, errno: reply.error) }
        return reply
    }
}

/// What the lender copies a picture into. It is the lender's to keep for as long as this is here.
private final class BorrowedPicture {
    private let number: UInt32
    private let loan: Loan

    init(_ number: UInt32, of loan: Loan) {
        self.number = number
        self.loan = loan
    }

    deinit { _ = loan.ask(request(.unmap)) }

    func request(_ call: LoanCall) -> LoanRequest {
        var request = LoanRequest(call)
        request.number = number
        return request
    }
}
