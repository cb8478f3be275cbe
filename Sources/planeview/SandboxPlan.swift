import CLinux
import Demo
import Glibc
import Sandbox
import V4L2
import VFIO

/// What the program needs of the system once its windows are there.
struct SandboxPlan {
    /// Which devices may be opened once the windows are there.
    enum Openings {
        case none
        /// Those that are awaited, or come back.
        case named
        /// Whichever is chosen, of those that there are or will be.
        case any(givesMonitor: Bool)
    }

    private(set) var policy = SandboxPolicy()
    private let environment: (String) -> String?

    /// - Parameters:
    ///   - requests: the devices that are shown, or may be.
    ///   - pictures: where screenshots go.
    init(
        for requests: [DeviceRequest], opening openings: Openings, pictures: PicturePlace,
        environment: @escaping (String) -> String?
    ) {
        self.environment = environment
        policy.readable = Self.system + home
        policy.devices = ["/dev/null", "/dev/udmabuf"]
        policy.requests = Self.numbers([
            PLANEVIEW_DMA_BUF_IOCTL_SYNC, PLANEVIEW_UDMABUF_CREATE,
        ])
        if let folder = pictures.path { policy.writable = [folder] }
        for request in requests { allow(request) }
        switch openings {
        case .none: return
        case .named:
            // Another process opens what is borrowed.
            if requests.allSatisfy(Self.isBorrowed) { return }
        case .any(let givesMonitor):
            policy.requests += Self.numbers(Self.capturing)
            if givesMonitor { policy.writesAtOffsets = true }
        }
        // A device that comes has a file that is not there yet, and who holds it instead is told by /proc.
        policy.devices.append("/dev")
        policy.readable.append("/proc")
        policy.requests += Self.numbers(Self.opening)
    }

    private mutating func allow(_ request: DeviceRequest) {
        switch DeviceKind(request.device) {
        case .demo:
            policy.devices += ["/dev/dma_heap", "/dev/dri"]
            policy.requests += Self.numbers([PLANEVIEW_DMA_HEAP_IOCTL_ALLOC])
        // What it is asked goes through sockets.
        case .machine: break
        case .capture: policy.requests += Self.numbers(Self.capturing)
        // What it is asked goes through a socket to the process that has it.
        case .display where Self.isBorrowed(request): break
        case .display:
            policy.requests += Self.numbers(Self.display)
            // A guest's monitor is written into a region.
            if request.resizesGuest != false { policy.writesAtOffsets = true }
        }
    }

    private static func isBorrowed(_ request: DeviceRequest) -> Bool {
        if case .process = DeviceSpecifier(request.device) { true } else { false }
    }

    /// What a process needs that lends a virtual machine's device: to ask that for planes and for their memory.
    static let lending = {
        var policy = SandboxPolicy()
        policy.task = .lending
        policy.requests = numbers(display)
        return policy
    }()

    /// Where libraries, fonts and keyboard layouts are, and what the kernel tells of this process and of its devices.
    private static let system = [
        "/usr", "/lib", "/lib32", "/lib64", "/libx32", "/bin", "/etc", "/opt", "/nix/store", "/gnu/store",
        "/var/cache/fontconfig", "/run/current-system", "/sys", "/proc/self", "/proc/thread-self",
        "/dev/urandom",
    ]

    /// The user's own of these.
    private var home: [String] {
        let libraries = environment("LD_LIBRARY_PATH")?.split(separator: ":").map(String.init) ?? []
        guard let home = environment("HOME"), home.hasPrefix("/") else { return libraries }
        func folder(_ variable: String, _ usual: String) -> String {
            environment(variable).flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home + usual
        }
        let data = folder("XDG_DATA_HOME", "/.local/share")
        let configuration = folder("XDG_CONFIG_HOME", "/.config")
        return libraries + [
            home + "/.fonts", home + "/.fonts.conf", home + "/.icons", data + "/fonts", data + "/icons",
            folder("XDG_CACHE_HOME", "/.cache") + "/fontconfig", configuration + "/fontconfig",
            configuration + "/xkb", configuration + "/user-dirs.dirs",
        ]
    }

    private static func numbers(_ requests: [planeview_request]) -> [UInt] {
        requests.map { UInt($0.rawValue) }
    }

    /// To ask for planes and for their memory. Nothing that the guest would notice: no reset, no interrupts.
    private static let display = [
        PLANEVIEW_VFIO_DEVICE_QUERY_GFX_PLANE, PLANEVIEW_VFIO_DEVICE_GET_GFX_DMABUF,
        PLANEVIEW_VFIO_DEVICE_GET_REGION_INFO, PLANEVIEW_VFIO_DEVICE_GET_INFO,
    ]

    private static let opening =
        display + [
            PLANEVIEW_VFIO_GET_API_VERSION, PLANEVIEW_VFIO_CHECK_EXTENSION, PLANEVIEW_VFIO_SET_IOMMU,
            PLANEVIEW_VFIO_GROUP_GET_STATUS, PLANEVIEW_VFIO_GROUP_SET_CONTAINER,
            PLANEVIEW_VFIO_GROUP_GET_DEVICE_FD, PLANEVIEW_VFIO_DEVICE_BIND_IOMMUFD,
        ]

    private static let capturing = [
        PLANEVIEW_VIDIOC_QUERYCAP, PLANEVIEW_VIDIOC_ENUM_FMT, PLANEVIEW_VIDIOC_ENUM_FRAMESIZES,
        PLANEVIEW_VIDIOC_G_FMT, PLANEVIEW_VIDIOC_S_FMT, PLANEVIEW_VIDIOC_QUERY_DV_TIMINGS,
        PLANEVIEW_VIDIOC_S_DV_TIMINGS, PLANEVIEW_VIDIOC_REQBUFS, PLANEVIEW_VIDIOC_QUERYBUF,
        PLANEVIEW_VIDIOC_EXPBUF, PLANEVIEW_VIDIOC_QBUF, PLANEVIEW_VIDIOC_DQBUF, PLANEVIEW_VIDIOC_STREAMON,
        PLANEVIEW_VIDIOC_STREAMOFF, PLANEVIEW_VIDIOC_SUBSCRIBE_EVENT, PLANEVIEW_VIDIOC_DQEVENT,
    ]
}
