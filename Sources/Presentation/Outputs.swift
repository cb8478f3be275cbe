internal import Descriptors
internal import Planes
internal import Wayland

/// The compositor's outputs, as they come and go.
///
/// They are bound for what they tell, and so that `wp_presentation` can say on which of them something was shown.
final class Outputs {
    /// What is known of one.
    struct Description: Equatable {
        /// What people call it, such as HDMI-A-1; nil where the compositor does not say.
        var name: String?
        /// Between two refreshes; nil where it does not say.
        var period: Instant.Span?
        /// Pixels in a surface-local unit, as a whole number: what is told where there is no fractional-scale-v1.
        var scale = Scale.one
        /// Of its mode, as the hardware has it.
        var pixels = Size(width: 0, height: 0)
        /// As the hardware has it; zero where the compositor does not say, or there is none (a projector).
        var millimetres = Size(width: 0, height: 0)
        /// Whether what is upright for the hardware lies on its side for the user.
        var isTurned = false

        /// How large something is on it, in millimetres; nil where it does not say.
        ///
        /// - Parameter size: pixels, as the user looks at them.
        func millimetres(of size: Size) -> Size? {
            guard pixels.width > 0, pixels.height > 0, millimetres.width > 0, millimetres.height > 0 else {
                return nil
            }
            let (across, down) = isTurned ? (size.height, size.width) : (size.width, size.height)
            let width = Int32(clamping: Int64(across) * Int64(millimetres.width) / Int64(pixels.width))
            let height = Int32(clamping: Int64(down) * Int64(millimetres.height) / Int64(pixels.height))
            return isTurned ? Size(width: height, height: width) : Size(width: width, height: height)
        }
    }

    /// Called when an output has told another scale, by who wants to know.
    var onScale: [ObjectIdentifier: () -> Void] = [:]
    /// Called when an output has told its name, by who wants to know.
    var onName: [ObjectIdentifier: (String) -> Void] = [:]

    private let registry: Registry
    /// By the compositor's number for the global.
    private var outputs: [UInt32: (proxy: WlOutput, description: Description)] = [:]

    /// Version 3: `release`, which ends a binding. Version 4: names.
    private static let versions: ClosedRange<UInt32> = 3...4

    init(_ registry: Registry) {
        self.registry = registry
        for global in registry.globals { add(global) }
    }

    /// A global has come or gone.
    func follow(_ change: Registry.Change) {
        switch change {
        case .added(let global): add(global)
        case .removed(let global): outputs[global.name] = nil
        }
    }

    /// What the outputs are called, sorted.
    var names: [String] { outputs.values.compactMap(\.description.name).sorted() }

    /// What is known of the output, where there is just one.
    var only: Description? { outputs.count == 1 ? outputs.values.first?.description : nil }

    /// The output of a name; nil when there is none.
    func output(named name: String) -> WlOutput? {
        outputs.values.first { $0.description.name == name }?.proxy
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
        proxy.onEvent = { [unowned self] event in receive(event, of: name) }
    }

    private func receive(_ event: WlOutput.Event, of output: UInt32) {
        switch event {
        case .geometry(_, _, let width, let height, _, _, _, let transform):
            outputs[output]?.description.millimetres = Size(width: width, height: height)
            // By a quarter or three, mirrored or not (wl_output.transform).
            outputs[output]?.description.isTurned = transform.rawValue & 1 != 0
        case .mode(let flags, let width, let height, let refresh) where flags.contains(.current):
            outputs[output]?.description.pixels = Size(width: width, height: height)
            // In thousandths of a hertz; 0 where there is none.
            outputs[output]?.description.period =
                refresh > 0 ? Instant.Span(nanoseconds: 1_000_000_000_000 / Int64(refresh)) : nil
        case .scale(let factor):
            // 64 is the most that a scale may be.
            let scale = Scale(120 * UInt32(max(1, min(factor, 64))))
            guard scale != outputs[output]?.description.scale else { return }
            outputs[output]?.description.scale = scale
            for tell in onScale.values { tell() }
        case .name(let name):
            outputs[output]?.description.name = name
            for tell in onName.values { tell(name) }
        default:
            break
        }
    }
}
