/// The book-keeping of the buffer cache: which identities are known, how far each import is, which the compositor
/// holds, and which may go. It owns nothing; the cache in Presentation does what it says.
package struct BufferLedger {
    /// How far an import is.
    package enum State: Equatable, Sendable {
        /// The compositor has been asked and has not answered.
        case importing
        /// There is a `wl_buffer`.
        case ready
        /// It cannot be shown; kept so that it is not tried again with each poll.
        case failed
    }

    /// What is to be done for an identity that is to be shown.
    package enum Answer: Equatable, Sendable {
        /// Never seen: get the memory and import it. It counts as importing from now on.
        case fetch
        case known(State)
        /// As many buffers are alive as may be, and each of them is held or shown: keep the last picture.
        case full
    }

    private struct Entry {
        var state: State
        var held = false
        var lastUse: UInt64
    }

    /// Buffers that may be alive at once. Each pins guest memory in the compositor. A page-flipping guest uses 2 to 4
    /// buffers and some cursors; the rest is for drivers that answer old ids again, and it is generous because
    /// closing and fetching an id again corrupts memory on mbochs (its pages are freed twice).
    package let limit: Int

    private var entries: [BufferIdentity: Entry] = [:]
    private var uses: UInt64 = 0

    package init(limit: Int = 64) {
        self.limit = limit
    }

    /// Entries of every state.
    package var count: Int { entries.count }

    /// Asks for an identity that is to be shown now.
    ///
    /// - Parameters:
    ///   - shown: whether an identity is on a surface, and so must not go.
    ///   - evict: called for the entry that goes to make room, which is out of the ledger then.
    package mutating func want(
        _ identity: BufferIdentity, shown: (BufferIdentity) -> Bool, evict: (BufferIdentity) -> Void
    ) -> Answer {
        uses += 1
        if let index = entries.index(forKey: identity) {
            entries.values[index].lastUse = uses
            return .known(entries.values[index].state)
        }
        if entries.count >= limit {
            guard let victim = oldest(shown: shown) else { return .full }
            entries[victim] = nil
            evict(victim)
        }
        entries[identity] = Entry(state: .importing, lastUse: uses)
        return .fetch
    }

    /// The import ended. An answer for an identity that has gone meanwhile changes nothing.
    package mutating func imported(_ identity: BufferIdentity, _ state: State) {
        change(identity) { $0.state = state }
    }

    /// The buffer was attached and committed: the compositor holds it.
    package mutating func committed(_ identity: BufferIdentity) {
        change(identity) { $0.held = true }
    }

    /// Whether the compositor holds the buffer.
    package func isHeld(_ identity: BufferIdentity) -> Bool { entries[identity]?.held ?? false }

    /// The compositor let go of the buffer. How often it says so differs between compositors when a buffer is
    /// attached again before its release, so this is a state and not a count.
    package mutating func released(_ identity: BufferIdentity) {
        change(identity) { $0.held = false }
    }

    /// Takes an entry out, whatever its state.
    package mutating func remove(_ identity: BufferIdentity) {
        entries[identity] = nil
    }

    /// By index: changing a dictionary's value by its key allocates the coroutine that does it (Swift 6.3), at each flip.
    private mutating func change(_ identity: BufferIdentity, _ body: (inout Entry) -> Void) {
        guard let index = entries.index(forKey: identity) else { return }
        body(&entries.values[index])
    }

    private func oldest(shown: (BufferIdentity) -> Bool) -> BufferIdentity? {
        entries.filter { !$0.value.held && $0.value.state != .importing && !shown($0.key) }
            .min { $0.value.lastUse < $1.value.lastUse }?.key
    }
}
