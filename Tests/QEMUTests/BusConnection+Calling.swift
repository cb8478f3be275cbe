import Descriptors
import Testing

@testable import QEMU

extension BusConnection {
    /// Calls, and waits for the answer while both sides run.
    func call(
        _ member: String, of interface: String, at path: String,
        _ arguments: (BusMessage) throws(BusError) -> Void
    ) throws -> BusMessage {
        try ask(makeCall(nil, path, interface, member, arguments), until: .now + .seconds(10))
    }

    /// Whether the other side refuses a call.
    func isRefused(
        _ member: String, of interface: String, at path: String,
        _ arguments: (BusMessage) throws(BusError) -> Void
    ) throws -> Bool {
        do {
            _ = try call(member, of: interface, at: path, arguments)
            return false
        } catch let error as BusError {
            guard case .refused = error else { throw error }
            return true
        }
    }
}
