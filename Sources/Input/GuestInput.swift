package import Planes

/// What a guest is told that a user did, whatever carries it there.
package enum GuestInput: Hashable, Sendable {
    /// A key, by the kernel's number (`KEY_*` in linux/input-event-codes.h).
    case key(UInt32, isPressed: Bool)
    case button(PointerButton, isPressed: Bool)
    /// The pointer is at a place of the screen: of guests that have an absolute pointer.
    case position(ScreenPoint)
    /// The pointer was moved by so many of its own counts; right and down are positive. Of guests that have a relative one.
    case motion(x: Int32, y: Int32)
    /// A wheel was turned, in 120ths of its steps; right and down are positive.
    case wheel(x: Int32, y: Int32)
    case touch(Touch)
}

/// A place on the guest's screen.
package struct ScreenPoint: Hashable, Sendable {
    /// Pixels, from the left, less than the screen's width.
    package var x: Int32
    /// Pixels, from above, less than the screen's height.
    package var y: Int32
    /// The screen's size in pixels.
    package var screen: Size

    package init(x: Int32, y: Int32, screen: Size) {
        self.x = x
        self.y = y
        self.screen = screen
    }
}

/// What a finger does on the guest's touch screen.
package struct Touch: Hashable, Sendable {
    /// The finger's number, less than the sink's `touchSlots`.
    package var slot: Int
    package var phase: Phase
    /// Where it is; where it was last, when it goes.
    package var point: ScreenPoint

    /// The numbers are QEMU's (`InputMultiTouchType` in qapi/ui.json).
    package enum Phase: UInt32, Sendable {
        case down = 0
        case moved = 1
        case up = 2
        /// It is as if the finger had never been there.
        case cancelled = 3
    }

    package init(slot: Int, _ phase: Phase, at point: ScreenPoint) {
        self.slot = slot
        self.phase = phase
        self.point = point
    }
}
