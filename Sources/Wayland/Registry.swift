/// What the compositor offers, now and as it changes.
package final class Registry {
    /// Something that can be bound.
    package struct Global: Hashable, Sendable {
        /// The compositor's number for it, unique while it is offered.
        package let name: UInt32
        package let interface: String
        /// The highest version that the compositor speaks.
        package let version: UInt32
    }

    /// A global that came or went.
    package enum Change: Hashable, Sendable {
        case added(Global)
        case removed(Global)
    }

    /// In the order that the compositor named them. Empty until the first events were received: see
    /// `Connection.roundtrip` and `Connection.sync`.
    package private(set) var globals: [Global] = []
    /// Called after each change of `globals`, also for those that are there from the start.
    package var onChange: ((Change) -> Void)?

    private let registry: WlRegistry

    package init(_ connection: Connection) {
        registry = connection.registry()
        registry.onEvent = { [unowned self] event in receive(event) }
    }

    /// Binds the first global of an interface.
    ///
    /// - Parameters:
    ///   - versions: the lowest that is good enough, and the highest whose rules the caller keeps.
    /// - Throws: `missingGlobal` or `oldGlobal`.
    package func bind<Object: Proxy>(
        _ type: Object.Type = Object.self, version versions: ClosedRange<UInt32>
    ) throws(ConnectionError) -> Object {
        let interface = type.interface.name
        guard let global = globals.first(where: { $0.interface == interface }) else {
            throw .missingGlobal(interface: interface, needed: versions.lowerBound)
        }
        guard let object = bind(global, type, version: versions) else {
            throw .oldGlobal(interface: interface, needed: versions.lowerBound, offered: global.version)
        }
        return object
    }

    /// Binds the first global of an interface, if there is one that is good enough.
    package func bindIfOffered<Object: Proxy>(
        _ type: Object.Type = Object.self, version versions: ClosedRange<UInt32>
    ) -> Object? {
        globals.first { $0.interface == type.interface.name }.flatMap { bind($0, type, version: versions) }
    }

    /// Binds one global of several, such as each output; nil if its version is too low.
    package func bind<Object: Proxy>(
        _ global: Global, _ type: Object.Type = Object.self, version versions: ClosedRange<UInt32>
    ) -> Object? {
        precondition(
            global.interface == type.interface.name, "\(global.interface) is no \(type.interface.name)")
        precondition(
            versions.upperBound <= type.interface.version, "raise the ceiling in protocols/bindings.txt")
        guard global.version >= versions.lowerBound else { return nil }
        return registry.bind(name: global.name, type, version: min(global.version, versions.upperBound))
    }

    private func receive(_ event: WlRegistry.Event) {
        switch event {
        case .global(let name, let interface, let version):
            let global = Global(name: name, interface: interface, version: version)
            globals.append(global)
            onChange?(.added(global))
        case .globalRemove(let name):
            guard let index = globals.firstIndex(where: { $0.name == name }) else { return }
            let global = globals.remove(at: index)
            onChange?(.removed(global))
        }
    }
}
