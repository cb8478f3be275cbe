/// What a key does in a chooser. Keys are known by their places: digits are the row's and the keypad's in every layout.
enum ChooserKey: Equatable {
    /// Takes an item, from 0.
    case item(Int)
    /// Points out the next, or with -1 the one before.
    case step(Int)
    /// Takes the one that is pointed out.
    case enter

    /// - Parameter code: the kernel's number (`KEY_*` in linux/input-event-codes.h); nil for keys that do nothing.
    init?(_ code: UInt32) {
        switch code {
        // KEY_1 to KEY_9, then the keypad's.
        case 2...10: self = .item(Int(code) - 2)
        case 79...81: self = .item(Int(code) - 79)
        case 75...77: self = .item(Int(code) - 75 + 3)
        case 71...73: self = .item(Int(code) - 71 + 6)
        // KEY_UP, KEY_DOWN, KEY_ENTER, KEY_KPENTER.
        case 103: self = .step(-1)
        case 108: self = .step(1)
        case 28, 96: self = .enter
        default: return nil
        }
    }
}
