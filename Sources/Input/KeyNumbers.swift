/// What QEMU calls keys: codes of the PC's first keyboard ("set 1"), where those with the prefix 0xe0 have bit 7 set instead.
///
/// Made of the kernel's names (linux/input-event-codes.h) and of what QEMU 7.2 says that its numbers are (trace event
/// `input_event_key_qcode`, for each number from 0 to 299). Keys that it has no number for are none that it can press.
package enum KeyNumbers {
    /// QEMU's number for a key.
    ///
    /// - Parameter code: the kernel's, `KEY_*`.
    /// - Returns: 1 to 255; nil for keys that QEMU does not know.
    package static func number(of code: UInt32) -> UInt32? {
        guard code < UInt32(table.count), table[Int(code)] != 0 else { return nil }
        return UInt32(table[Int(code)])
    }

    /// By the kernel's number: QEMU's, or 0.
    private static let table: [UInt8] = {
        var table = [UInt8](repeating: 0, count: 256)
        // The kernel numbered the keys of the first PCs as they do themselves: KEY_ESC to KEY_KPDOT, KEY_102ND, F11 and F12.
        for code in 1...83 { table[code] = UInt8(code) }
        for code in 86...88 { table[code] = UInt8(code) }
        for (code, number) in others { table[code] = number }
        return table
    }()

    /// All others.
    private static let others: [(Int, UInt8)] = [
        (89, 0x73),  // RO
        (91, 0x77),  // HIRAGANA
        (92, 0x79),  // HENKAN
        (93, 0x70),  // KATAKANAHIRAGANA
        (94, 0x7b),  // MUHENKAN
        (96, 0x9c),  // KPENTER
        (97, 0x9d),  // RIGHTCTRL
        (98, 0xb5),  // KPSLASH
        (99, 0xb7),  // SYSRQ, which is Print
        (100, 0xb8),  // RIGHTALT
        (101, 0x5b),  // LINEFEED
        (102, 0xc7),  // HOME
        (103, 0xc8),  // UP
        (104, 0xc9),  // PAGEUP
        (105, 0xcb),  // LEFT
        (106, 0xcd),  // RIGHT
        (107, 0xcf),  // END
        (108, 0xd0),  // DOWN
        (109, 0xd1),  // PAGEDOWN
        (110, 0xd2),  // INSERT
        (111, 0xd3),  // DELETE
        (113, 0xa0),  // MUTE
        (114, 0xae),  // VOLUMEDOWN
        (115, 0xb0),  // VOLUMEUP
        (116, 0xde),  // POWER
        (117, 0x59),  // KPEQUAL
        (119, 0xc6),  // PAUSE
        (121, 0x7e),  // KPCOMMA
        (122, 0x72),  // HANGEUL
        (123, 0x71),  // HANJA
        (124, 0x7d),  // YEN
        (125, 0xdb),  // LEFTMETA
        (126, 0xdc),  // RIGHTMETA
        (127, 0xdd),  // COMPOSE, which is Menu
        (128, 0xe8),  // STOP
        (129, 0x85),  // AGAIN
        (130, 0x86),  // PROPS
        (131, 0x87),  // UNDO
        (132, 0x8c),  // FRONT
        (133, 0xf8),  // COPY
        (134, 0x64),  // OPEN
        (135, 0x65),  // PASTE
        (136, 0xc1),  // FIND
        (137, 0xbc),  // CUT
        (138, 0xf5),  // HELP
        (139, 0x9e),  // MENU
        (140, 0xa1),  // CALC
        (142, 0xdf),  // SLEEP
        (143, 0xe3),  // WAKEUP
        (155, 0xec),  // MAIL
        (156, 0xe6),  // BOOKMARKS
        (157, 0xeb),  // COMPUTER
        (158, 0xea),  // BACK
        (159, 0xe9),  // FORWARD
        (163, 0x99),  // NEXTSONG
        (164, 0xa2),  // PLAYPAUSE
        (165, 0x90),  // PREVIOUSSONG
        (166, 0xa4),  // STOPCD
        (172, 0xb2),  // HOMEPAGE
        (173, 0xe7),  // REFRESH
        (226, 0xed),  // MEDIA
    ]
}
