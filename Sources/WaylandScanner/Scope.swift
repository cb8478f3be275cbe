/// Which names generated code may use: those of what is bound.
struct Scope {
    private let interfaces: [String: InterfaceModel]

    /// - Parameter interfaces: all that are bound, limited to their ceilings.
    init(_ interfaces: [InterfaceModel]) {
        self.interfaces = Dictionary(
            interfaces.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The class of an interface, or nil where it is not bound. An interface that may be any is a `Proxy`.
    func type(of interface: String?) -> String? {
        guard let interface else { return "Proxy" }
        return interfaces[interface].map { Names.type($0.name) }
    }

    /// The Swift type of an enumeration that an argument of `interface` names; nil where it is plain numbers here.
    func enumeration(_ name: String?, in interface: String) -> String? {
        guard let name else { return nil }
        let parts = name.split(separator: ".").map(String.init)
        let owner = parts.count == 2 ? parts[0] : interface
        guard let enumeration = interfaces[owner]?.enumerations.first(where: { $0.name == parts.last }) else {
            return nil
        }
        return owner == interface
            ? Names.type(enumeration.name) : Names.type(owner) + "." + Names.type(enumeration.name)
    }

    /// Whether an event ends the life of an interface's objects.
    func isEndedByEvent(_ interface: String?) -> Bool {
        interface.flatMap { interfaces[$0] }?.events.contains(where: \.isDestructor) ?? false
    }

    /// Whether all that a message mentions is bound, so that it can be offered in Swift.
    func offers(_ message: MessageModel) -> Bool {
        message.arguments.allSatisfy { type(of: $0.interface) != nil }
    }
}
