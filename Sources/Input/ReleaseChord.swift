/// The keys by which a user takes the pointer and the keyboard back, pressed together and released with nothing between.
package struct ReleaseChord: Hashable, Sendable {
    /// One key of each is held.
    private let parts: [Part]

    /// What QEMU's and virt-viewer's users know.
    package static let usual = ReleaseChord([.named["ctrl"], .named["alt"]].compactMap(\.self))

    /// The names that a chord is made of.
    package static var names: [String] { Part.named.keys.sorted() }

    private init(_ parts: [Part]) {
        self.parts = parts
    }

    /// - Parameter text: names of keys, such as "ctrl+alt" or "scroll_lock"; nil when it is none, or one twice.
    package init?(_ text: String) {
        var parts: [Part] = []
        for name in text.lowercased().split(separator: "+", omittingEmptySubsequences: false) {
            guard let part = Part.named[String(name)], !parts.contains(where: part.overlaps) else {
                return nil
            }
            parts.append(part)
        }
        self.init(parts)
    }

    /// Whether a key belongs to the window alone: one that is the whole chord is never the guest's. Those of a longer chord
    /// are, or nobody could press Ctrl+Alt+Delete.
    package func owns(_ key: UInt32) -> Bool {
        parts.count == 1 && contains(key)
    }

    /// Whether a key, by the kernel's number, is one of the chord's.
    func contains(_ key: UInt32) -> Bool {
        parts.contains { $0.keys.contains(key) }
    }

    /// Whether keys make the whole chord, and nothing else.
    func isMade(of keys: [UInt32]) -> Bool {
        keys.allSatisfy(contains) && parts.allSatisfy { part in part.keys.contains { keys.contains($0) } }
    }

    /// A key, or one of two of the same meaning.
    private struct Part: Hashable, Sendable {
        /// As it is written on keyboards.
        let label: String
        /// The kernel's numbers.
        let keys: [UInt32]

        init(_ label: String, _ keys: UInt32...) {
            self.label = label
            self.keys = keys
        }

        func overlaps(_ other: Part) -> Bool {
            keys.contains { other.keys.contains($0) }
        }

        static let named: [String: Part] = {
            var parts = [
                "ctrl": Part("Ctrl", 29, 97), "ctrl_l": Part("left Ctrl", 29),
                "ctrl_r": Part("right Ctrl", 97),
                "alt": Part("Alt", 56, 100), "alt_l": Part("left Alt", 56), "alt_r": Part("right Alt", 100),
                "shift": Part("Shift", 42, 54), "shift_l": Part("left Shift", 42),
                "shift_r": Part("right Shift", 54),
                "super": Part("Super", 125, 126), "super_l": Part("left Super", 125),
                "super_r": Part("right Super", 126),
                "menu": Part("Menu", 127), "scroll_lock": Part("Scroll Lock", 70),
                "pause": Part("Pause", 119),
                "print": Part("Print", 99), "f11": Part("F11", 87), "f12": Part("F12", 88),
            ]
            for number: UInt32 in 1...10 { parts["f\(number)"] = Part("F\(number)", 58 + number) }
            return parts
        }()
    }
}

extension ReleaseChord: CustomStringConvertible {
    /// As people say it, such as "Ctrl+Alt".
    package var description: String { parts.map(\.label).joined(separator: "+") }
}
