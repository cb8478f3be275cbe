internal import Descriptors
internal import Glibc
internal import Planes

extension SourceError {
    /// A call to the device failed: for now, or for good.
    init(_ error: SystemError) {
        self = Self.isEnd(error.errno) ? .lost("the device is gone: \(error)") : .refused("\(error)")
    }

    /// Whether a device that answers so will never answer again.
    static func isEnd(_ error: Int32) -> Bool {
        error == ENODEV || error == ENXIO || error == ENOTTY
    }
}
