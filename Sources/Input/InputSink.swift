/// Takes what a user does to a guest. Whatever is behind it, it never waits: what cannot be sent at once is queued.
package protocol InputSink: AnyObject {
    /// What the guest has to point with, as far as that is known.
    var pointing: Pointing { get }

    /// How many fingers the guest's touch screen tells apart; 0 where it has none.
    var touchSlots: Int { get }

    /// The locks that are in force in the guest; nil where nobody tells.
    var locks: LockKeys? { get }

    /// Called when any of these has changed.
    var onChange: (() -> Void)? { get set }

    /// Takes an event. Those of one kind that follow each other faster than the guest takes them become one (`InputQueue`).
    func send(_ event: GuestInput)

    /// The user's hands are over the window: what is known of the guest's pointer may be looked at again.
    func refresh()

    /// Sends what is queued, for a moment at most: the program ends.
    func finish()
}

/// What a guest has to point with.
package enum Pointing: Sendable {
    /// Nothing, or nobody is there to take it.
    case none
    /// A tablet or a touch screen: it goes where it is told.
    case absolute
    /// A mouse: it goes on from where it is.
    case relative
}
