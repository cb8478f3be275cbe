internal import QMP

/// A line of QMP's, by its kind.
enum QMPMessage: Equatable {
    case greeting
    case success
    /// QEMU's reason.
    case failure(String)
    case event
    case unknown

    init(_ line: [UInt8]) {
        guard let message = try? JSONReader.read(line) else {
            self = .unknown
            return
        }
        if message["event"] != nil {
            self = .event
        } else if message["QMP"] != nil {
            self = .greeting
        } else if message["return"] != nil {
            self = .success
        } else if let error = message["error"] {
            self = .failure(error["desc"]?.string ?? "it does not say why")
        } else {
            self = .unknown
        }
    }
}
