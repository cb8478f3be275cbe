internal import Wayland

/// Locks a pointer over a surface, for as long as this exists, and tells its motions.
///
/// The lock is for once: what the compositor ends, because the window lost the keyboard, say, comes back with the user's next
/// click, and not by itself.
final class PointerCapture {
    /// Whether motions are told as the mouse's own counts; else they are what the pointer moves over the surface, for as far
    /// as that goes.
    var isRelative: Bool { relative != nil }

    private let relative: ZwpRelativePointerV1?
    private let lock: ZwpLockedPointerV1?

    /// - Parameters:
    ///   - onMotion: counts of the mouse, as it makes them: a guest has an acceleration of its own.
    ///   - onEnd: called when the compositor has unlocked the pointer.
    init(
        _ pointer: WlPointer, over surface: WlSurface, _ seats: Seats,
        onMotion: @escaping (Double, Double) -> Void, onEnd: @escaping () -> Void
    ) {
        relative = seats.relativePointers?.getRelativePointer(pointer: pointer)
        // A pointer that is locked says nothing else.
        lock =
            relative == nil
            ? nil
            : seats.constraints?.lockPointer(
                surface: surface, pointer: pointer, region: nil, lifetime: .oneshot)
        relative?.onEvent = { event in
            if case .relativeMotion(_, _, _, _, let x, let y) = event {
                onMotion(x.doubleValue, y.doubleValue)
            }
        }
        lock?.onEvent = { event in
            if case .unlocked = event { onEnd() }
        }
    }
}
