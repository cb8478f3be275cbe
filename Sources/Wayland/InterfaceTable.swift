internal import CWayland

/// The interfaces of all bound protocols, built once from what the generator wrote.
///
/// Interfaces mention each other in circles, so the table is built in two passes: all structures are allocated, then
/// filled. libwayland keeps pointers into them, so they live as long as the program.
final class InterfaceTable: Sendable {
    private let interfaces: [String: Interface]

    /// - Parameter descriptions: what they mention and do not describe becomes "any object".
    init(_ descriptions: [InterfaceDescription]) {
        var interfaces: [String: Interface] = [:]
        for description in descriptions { interfaces[description.name.description] = Interface(description) }
        for description in descriptions {
            guard let interface = interfaces[description.name.description] else { continue }
            unsafe interface.cInterface.pointee.method_count = Int32(description.requests.count)
            unsafe interface.cInterface.pointee.methods = Self.messages(description.requests, interfaces)
            unsafe interface.cInterface.pointee.event_count = Int32(description.events.count)
            unsafe interface.cInterface.pointee.events = Self.messages(description.events, interfaces)
        }
        self.interfaces = interfaces
    }

    /// The interface of that name.
    subscript(name: String) -> Interface {
        guard let interface = interfaces[name] else { preconditionFailure("\(name) is not in the table") }
        return interface
    }

    private static func messages(
        _ descriptions: [MessageDescription], _ interfaces: [String: Interface]
    ) -> UnsafePointer<wl_message> {
        let messages = UnsafeMutablePointer<wl_message>.allocate(capacity: descriptions.count)
        for (index, description) in descriptions.enumerated() {
            let types = UnsafeMutablePointer<UnsafePointer<wl_interface>?>.allocate(
                capacity: description.types.count)
            for (position, name) in description.types.enumerated() {
                let interface = name.flatMap { interfaces[$0] }
                unsafe (types + position).initialize(
                    to: interface.map { unsafe UnsafePointer($0.cInterface) })
            }
            let message = unsafe wl_message(
                name: description.name.cString, signature: description.signature.cString, types: types)
            unsafe (messages + index).initialize(to: message)
        }
        return unsafe UnsafePointer(messages)
    }
}
