package import Descriptors
internal import Glibc
package import Planes

/// Why a capture device cannot be used. Each says in one sentence what is the matter and what to do.
package enum CaptureError: Error, Equatable, CustomStringConvertible {
    case missing(String)
    case forbidden(String)
    case busy(String, holders: [Holder])
    /// The file is no V4L2 device's.
    case notAVideoDevice(String)
    /// It captures nothing, or has no queue of buffers.
    case noCapture(String, card: String)
    /// The device does not have the format that the user insists on.
    case noFormat(String, wanted: String, offered: [PixelCode])
    /// The device does not have the size that the user insists on.
    case noSize(String, wanted: FrameSize, offered: [OfferedSize])
    /// Neither as dma-bufs nor by copies.
    case nothingInCommon(String, offered: [PixelCode], taken: [Fourcc])
    case unplugged(String)
    case failed(String, call: String, reason: String)

    package var description: String {
        switch self {
        case .missing(let path):
            "there is no device \(path): 'planeview list' shows those that there are"
        case .forbidden(let path):
            "no permission to open \(path): run 'sudo setfacl -m u:$USER:rw \(path)', or for good 'sudo usermod -aG "
                + "video $USER' and log in again"
        case .busy(let name, let holders) where holders.isEmpty:
            "\(name) is in use by another process: 'sudo fuser -v \(name)' says by which; end it"
        case .busy(let name, let holders):
            "\(name) is in use by \(holders.map(\.description).joined(separator: ", ")): end it"
        case .notAVideoDevice(let path):
            "\(path) is not a video device's file: 'planeview list' shows those that there are"
        case .noCapture(let name, let card):
            "\(name) (\(card)) captures no pictures into buffers: name another of its files, 'planeview list' shows them"
        case .noFormat(let name, let wanted, let offered):
            "\(name) does not have the format \(wanted): it has \(Self.list(offered))"
        case .noSize(let name, let wanted, let offered):
            "\(name) does not have pictures of \(wanted): it has \(Self.list(offered))"
        case .nothingInCommon(let name, let offered, let taken):
            "\(name) has no format that the compositor takes or planeview copies: the device has \(Self.list(offered)), "
                + "and the compositor takes \(Self.list(taken))"
        case .unplugged(let name): "\(name) is gone: it was unplugged, or its driver was unloaded"
        case .failed(let name, let call, let reason):
            "\(name): \(call) failed: \(reason); the kernel's log (dmesg) may say more"
        }
    }

    /// Whether another try may succeed: the device is not there, or not to be had, now. If not, it is not what was asked for.
    package var mayPass: Bool {
        switch self {
        case .missing, .forbidden, .busy, .unplugged, .failed: true
        case .notAVideoDevice, .noCapture, .noFormat, .noSize, .nothingInCommon: false
        }
    }

    private static func list(_ values: [some CustomStringConvertible]) -> String {
        values.isEmpty ? "none" : values.map(\.description).joined(separator: ", ")
    }

    /// Makes a sentence of a call that failed.
    ///
    /// - Parameters:
    ///   - name: what the user calls the device.
    ///   - holders: who has it open, asked for when it is in use.
    init(_ error: SystemError, of name: String, holders: () -> [Holder]) {
        switch error.errno {
        case EACCES, EPERM: self = .forbidden(name)
        case EBUSY: self = .busy(name, holders: holders())
        case ENOENT, ENXIO: self = .missing(name)
        case ENODEV: self = .unplugged(name)
        case ENOTTY: self = .notAVideoDevice(name)
        default: self = .failed(name, call: error.call, reason: error.reason)
        }
    }
}
