internal import Descriptors
internal import Wayland

/// The compositor's outputs, as they come and go.
///
/// They are bound for what they tell, and so that `wp_presentation` can say on which of them something was shown.
final class Outputs {
    /// What is known of one.
    struct Description: Equatable {
        /// Between two refreshes; nil where it does not say.
        var period: Instant.Span?
    }

    private let registry: Registry
    /// By the compositor's number for the global.
    private var outputs: [UInt32: (proxy: WlOutput, description: Description)] = [:]

    /// Version 3: `release`, which ends a binding.
    private static let versions: ClosedRange<UInt32> = 3...4

    init(_ registry: Registry) {
        self.registry = registry
        for global in registry.globals { add(global) }
        registry.onChange = { [unowned self] change in
            switch change {
            case .added(let global): add(global)
            case .removed(let global): outputs[global.name] = nil
            }
        }
    }

    /// What is known of an output; nil when it is gone.
    subscript(proxy: WlOutput) -> Description? {
        outputs.values.first { $0.proxy === proxy }?.description
    }

    private func add(_ global: Registry.Global) {
        guard global.interface == WlOutput.interface.name,
            let proxy: WlOutput = registry.bind(global, version: Self.versions)
        else { return }
        let name = global.name
        outputs[name] = (proxy, Description())
        proxy.onEvent = { [unowned self] event in
            guard case .mode(let flags, _, _, let refresh) = event, flags.contains(.current) else { return }
            // In thousandths of a hertz; 0 where there is none.
            outputs[name]?.description.period =
                refresh > 0 ? Instant.Span(nanoseconds: 1_000_000_000_000 / Int64(refresh)) : nil
        }
    }
}
