internal import Wayland

/// The compositor's seats, as they come and go, and who is told of what is done with them.
final class Seats {
    /// Makes keymaps for all of them.
    let compiler: KeymapCompiler
    /// nil where pointers' images are the clients' own.
    let shapes: WpCursorShapeManagerV1?
    /// nil where pointers cannot be locked.
    let constraints: ZwpPointerConstraintsV1?
    /// nil where pointers do not tell a mouse's own counts.
    let relativePointers: ZwpRelativePointerManagerV1?
    /// nil where the compositor's shortcuts are its own at all times.
    let shortcutInhibitors: ZwpKeyboardShortcutsInhibitManagerV1?

    private let registry: Registry
    /// nil where nothing goes from clipboard to clipboard.
    private var clipboards: WlDataDeviceManager?
    /// By the compositor's number for the global.
    private var seats: [UInt32: Seat] = [:]
    private var targets: [Target] = []

    private struct Target {
        weak var surface: WlSurface?
        weak var target: (any InputTarget)?
    }

    /// Version 5: `release`, which ends a binding, and a pointer's frames. 8: parts of a wheel's steps.
    private static let versions: ClosedRange<UInt32> = 5...8

    init(
        _ registry: Registry, _ compiler: KeymapCompiler = KeymapCompiler(), _ shapes: WpCursorShapeManagerV1?
    ) {
        self.registry = registry
        self.compiler = compiler
        self.shapes = shapes
        constraints = registry.bindIfOffered(version: 1...1)
        relativePointers = registry.bindIfOffered(version: 1...1)
        shortcutInhibitors = registry.bindIfOffered(version: 1...1)
        for global in registry.globals { add(global) }
    }

    /// A global has come or gone.
    func follow(_ change: Registry.Change) {
        switch change {
        case .added(let global): add(global)
        case .removed(let global): seats.removeValue(forKey: global.name)?.follow([])
        }
    }

    /// Has somebody told of what users do over a surface, for as long as both are there.
    func tell(_ target: any InputTarget, of surface: WlSurface) {
        targets.removeAll { $0.surface == nil }
        targets.append(Target(surface: surface, target: target))
    }

    /// Who is told of a surface; nil for nobody.
    func target(of surface: WlSurface?) -> (any InputTarget)? {
        guard let surface else { return nil }
        return targets.first { $0.surface === surface }?.target
    }

    /// What stands for the pointer over a target's surface has changed.
    func dressPointers(of target: any InputTarget) {
        for seat in seats.values { seat.dressPointer(of: target) }
    }

    /// The surface that a target is told of; nil when it is gone.
    func surface(of target: any InputTarget) -> WlSurface? {
        targets.first { $0.target === target }?.surface
    }

    /// What is captured for a target has changed.
    func followCapture(of target: any InputTarget) {
        for seat in seats.values { seat.followCapture(of: target) }
    }

    /// Exchanges clipboards from now on, where the compositor has any.
    func exchange() {
        // Version 2: `release`, which ends a device.
        clipboards = clipboards ?? registry.bindIfOffered(version: 2...3)
        guard let clipboards else { return }
        for seat in seats.values { seat.exchange(by: clipboards) }
    }

    /// A guest has other text than before, or none any more.
    func follow(_ clipboard: WindowClipboard) {
        for seat in seats.values { seat.selection?.follow(clipboard) }
    }

    /// A window takes part no more.
    func forget(_ clipboard: WindowClipboard) {
        for seat in seats.values { seat.selection?.forget(clipboard) }
    }

    private func add(_ global: Registry.Global) {
        guard global.interface == WlSeat.interface.name,
            let seat: WlSeat = registry.bind(global, version: Self.versions)
        else { return }
        let new = Seat(seat, of: self)
        if let clipboards { new.exchange(by: clipboards) }
        seats[global.name] = new
    }
}
