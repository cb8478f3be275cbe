/// A pointer's button, and what QEMU counts among them: steps of a wheel are buttons that are pressed and released.
///
/// The numbers are QEMU's (`InputButton` in qapi/ui.json; the D-Bus interface has those up to `extra`).
package enum PointerButton: UInt32, CaseIterable, Sendable {
    case left = 0
    case middle = 1
    case right = 2
    case wheelUp = 3
    case wheelDown = 4
    /// Back, to most programs.
    case side = 5
    /// Forward, to most programs.
    case extra = 6
    case wheelLeft = 7
    case wheelRight = 8

    /// - Parameter code: the kernel's (`BTN_*` in linux/input-event-codes.h); nil for buttons that no guest's mouse has.
    package init?(code: UInt32) {
        switch code {
        case 0x110: self = .left
        case 0x111: self = .right
        case 0x112: self = .middle
        // BTN_SIDE and BTN_BACK, BTN_EXTRA and BTN_FORWARD: which of them a mouse has is its maker's taste.
        case 0x113, 0x116: self = .side
        case 0x114, 0x115: self = .extra
        default: return nil
        }
    }
}
