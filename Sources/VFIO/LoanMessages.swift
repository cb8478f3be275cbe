internal import CLinux

/// What may be asked of the process that lends a device. Nothing else can be said to it: no reset, no interrupts, no writing.
enum LoanCall: UInt32 {
    /// To open the device: the first request, until it succeeds.
    case open = 1
    /// `VFIO_DEVICE_QUERY_GFX_PLANE` by the mainline ABI.
    case query
    /// `VFIO_DEVICE_GET_GFX_DMABUF`.
    case dmabuf
    /// `VFIO_DEVICE_GET_INFO`.
    case regionCount
    /// `VFIO_DEVICE_GET_REGION_INFO`.
    case regionInformation
    /// Memory into which the picture of the region that the last query named is copied.
    case map
    /// To copy it now.
    case fetch
    /// The memory is not needed any more.
    case unmap
    /// No request, but what the lender says unasked: the virtual machine has ended.
    case end
}

/// A request, of always the same length. Both ends are the same program.
struct LoanRequest {
    let call: UInt32
    /// A dma-buf's id, a region's index, or the number of what was mapped.
    var number: UInt32 = 0
    /// Bytes from the start of the device's file, and how many.
    var offset: UInt64 = 0
    var count: UInt64 = 0
    var plane = vfio_device_gfx_plane_info()

    init(_ call: LoanCall) {
        self.call = call.rawValue
    }
}

/// A reply, behind which bytes may follow.
struct LoanReply {
    /// The request's.
    let call: UInt32
    /// 0, or an `errno`.
    var error: Int32 = 0
    /// A count of regions, the number of what was mapped, a process, or whether another try to open may succeed.
    var number: UInt32 = 0
    var plane = vfio_device_gfx_plane_info()

    init(_ call: LoanCall, error: Int32 = 0) {
        self.call = call.rawValue
        self.error = error
    }

    /// With what may follow, in bytes.
    static let longest = 8192
}
