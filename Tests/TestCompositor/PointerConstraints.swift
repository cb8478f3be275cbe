import Wayland

/// `zwp_pointer_constraints_v1`: locks are granted at once, unless a test wants to see to that.
final class PointerConstraintsGlobal: ServerObject {
    override func handle(_ request: Request) {
        guard request.name == "lock_pointer", let surface: Surface = request.object(1) else { return }
        // Two of one surface and seat are an error, until the first is destroyed.
        guard !compositor.all(PointerLock.self).contains(where: { $0.surface === surface }) else {
            return post(error: 1, "already constrained")
        }
        let lock: PointerLock = make(ZwpLockedPointerV1.interface, id: request.newID(0))
        lock.surface = surface
        lock.isForOnce = request.uint(4) == 1
        if compositor.grantsLocks { lock.grant() }
    }
}

/// A `zwp_locked_pointer_v1`.
package final class PointerLock: ServerObject {
    package internal(set) weak var surface: Surface?
    /// Once it has ended, it does not come back.
    package internal(set) var isForOnce = false
    package private(set) var isInForce = false

    package func grant() {
        isInForce = true
        send("locked")
    }

    /// Ends it, as when another window gets the keyboard.
    package func end() {
        isInForce = false
        send("unlocked")
    }
}

/// `zwp_relative_pointer_manager_v1`.
final class RelativePointersGlobal: ServerObject {
    override func handle(_ request: Request) {
        guard request.name == "get_relative_pointer" else { return }
        make(ZwpRelativePointerV1.interface, id: request.newID(0), as: RelativePointer.self)
    }
}

/// A `zwp_relative_pointer_v1`.
package final class RelativePointer: ServerObject {
    /// Moves the mouse.
    ///
    /// - Parameters: in its own counts; the pointer's motion is twice as far.
    package func move(x: Double, y: Double) {
        send(
            "relative_motion", .uint(0), .uint(0), .fixed(Fixed(2 * x).rawValue),
            .fixed(Fixed(2 * y).rawValue),
            .fixed(Fixed(x).rawValue), .fixed(Fixed(y).rawValue))
    }
}

/// `zwp_keyboard_shortcuts_inhibit_manager_v1`.
final class ShortcutsInhibitGlobal: ServerObject {
    override func handle(_ request: Request) {
        guard request.name == "inhibit_shortcuts", let surface: Surface = request.object(1) else { return }
        guard !compositor.all(ShortcutsInhibitor.self).contains(where: { $0.surface === surface }) else {
            return post(error: 0, "already inhibited")
        }
        let inhibitor: ShortcutsInhibitor = make(
            ZwpKeyboardShortcutsInhibitorV1.interface, id: request.newID(0))
        inhibitor.surface = surface
        inhibitor.send("active")
    }
}

/// A `zwp_keyboard_shortcuts_inhibitor_v1`.
package final class ShortcutsInhibitor: ServerObject {
    package internal(set) weak var surface: Surface?
}
