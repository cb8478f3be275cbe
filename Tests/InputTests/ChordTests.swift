import Testing

@testable import Input

/// Proves when a chord is one: pressed together, and released with nothing between.
@Suite struct ChordTests {
    private let ctrl: UInt32 = 29
    private let alt: UInt32 = 56
    private let f: UInt32 = 33

    /// - Parameter keys: pressed where positive, released where negative.
    private func chords(_ keys: Int..., of chord: ReleaseChord = .usual) -> Int {
        let watch = Box(ChordWatch(chord))
        return keys.count { key in watch { $0.take(UInt32(abs(key)), isPressed: key > 0) } }
    }

    @Test func theUsualOne() {
        #expect(ReleaseChord.usual == ReleaseChord("ctrl+alt"))
        #expect(chords(29, 56, -56, -29) == 1)
        #expect(chords(56, 29, -56, -29) == 1)
        #expect(chords(97, 100, -97, -100) == 1, "on the right side")
        #expect(chords(29, 97, 56, -97, -56, -29) == 1, "and on both")
        #expect(chords(29, 29, 56, 29, 56, -29, -56) == 1, "it repeats")
        #expect(chords(29, 56, -56, 56, -56, -29) == 1, "again only when all are released")
        #expect(chords(29, 56, -56, -29, 29, 56, -29, -56) == 2)
    }

    @Test func whatElseIsPressedMakesItNone() {
        #expect(chords(29, 56, 33, -33, -56, -29) == 0)
        #expect(chords(33, 29, 56, -56, -29, -33) == 0)
        #expect(chords(29, 33, -33, 56, -56, -29) == 0)
        #expect(chords(29, -29) == 0)
        #expect(chords(29, -29, 56, -56) == 0, "not together")
        #expect(chords(29, 56, 42, -42, -56, -29) == 0, "Ctrl+Alt+Shift")
        #expect(chords(29, 56, 33, -33, -56, -29, 29, 56, -56, -29) == 1, "and then it is one")
        #expect(chords(-29, -56) == 0)
    }

    @Test func buttonsAndHotkeysSpoilIt() {
        let watch = Box(ChordWatch(.usual))
        watch { $0.spoil() }
        #expect(!watch { $0.take(ctrl, isPressed: true) } && !watch { $0.take(alt, isPressed: true) })
        #expect(watch { $0.take(alt, isPressed: false) }, "before the first key there is nothing to spoil")
        _ = watch { $0.take(ctrl, isPressed: false) }
        _ = watch { $0.take(ctrl, isPressed: true) }
        _ = watch { $0.take(alt, isPressed: true) }
        watch { $0.spoil() }
        #expect(!watch { $0.take(alt, isPressed: false) } && !watch { $0.take(ctrl, isPressed: false) })
        _ = watch { $0.take(ctrl, isPressed: true) }
        watch { $0.forget() }
        #expect(!watch { $0.take(alt, isPressed: true) } && !watch { $0.take(alt, isPressed: false) })
    }

    @Test func oneKeyIsTheWindowsAlone() throws {
        let lock = try #require(ReleaseChord("scroll_lock"))
        #expect(chords(70, -70, of: lock) == 1)
        #expect(chords(70, 33, -33, -70, of: lock) == 0)
        #expect(lock.owns(70) && !lock.owns(33))
        #expect(!ReleaseChord.usual.owns(29))
        #expect(try #require(ReleaseChord("ctrl_r")).owns(97))
        #expect(try !#require(ReleaseChord("ctrl_r")).owns(29))
    }

    @Test(arguments: [
        ("ctrl+alt", "Ctrl+Alt"), ("CTRL_R", "right Ctrl"), ("scroll_lock", "Scroll Lock"),
        ("shift_l+f12", "left Shift+F12"), ("f1", "F1"), ("f10", "F10"),
    ])
    func aChordHasAName(text: String, name: String) {
        #expect(ReleaseChord(text)?.description == name)
    }

    @Test(arguments: ["", "+", "ctrl+", "ctrl+ctrl", "ctrl+ctrl_l", "ctrl+q", "ctrl alt", "none"])
    func whatIsNoChordIsNone(text: String) {
        #expect(ReleaseChord(text) == nil)
    }

    @Test func everyNameIsAChord() {
        #expect(ReleaseChord.names.count > 20)
        #expect(ReleaseChord.names.allSatisfy { ReleaseChord($0) != nil })
        // F1 and F10, by the kernel.
        #expect(ReleaseChord("f1")?.owns(59) == true && ReleaseChord("f10")?.owns(68) == true)
    }
}
