/// Finds out when a chord was pressed and released with nothing between.
package struct ChordWatch: Sendable {
    private let chord: ReleaseChord
    /// All keys that are held, by the kernel's numbers.
    private var held: [UInt32] = []
    /// The whole chord is held.
    private var isWhole = false
    /// Something else was done since the first key that is held: it is no chord until all are released.
    private var isSpoilt = false

    package init(_ chord: ReleaseChord) {
        self.chord = chord
    }

    /// Takes note of a key.
    ///
    /// - Returns: whether the chord was made: by the first of its keys that is released.
    package mutating func take(_ key: UInt32, isPressed: Bool) -> Bool {
        let index = held.firstIndex(of: key)
        if isPressed {
            // What repeats is held.
            if index == nil { held.append(key) }
            if !chord.contains(key) { isSpoilt = true }
            isWhole = !isSpoilt && chord.isMade(of: held)
            return false
        }
        guard let index else { return false }
        held.remove(at: index)
        let isMade = isWhole && !isSpoilt
        isWhole = false
        // The rest of it makes no other.
        isSpoilt = !held.isEmpty && (isSpoilt || isMade)
        return isMade
    }

    /// Something else was done: a button, a wheel, a hotkey.
    package mutating func spoil() {
        if !held.isEmpty { isSpoilt = true }
    }

    /// The keys are another's.
    package mutating func forget() { self = ChordWatch(chord) }
}
