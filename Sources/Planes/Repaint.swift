/// What to do about a buffer that the guest may be drawing into while it is shown: nothing tells (`FlipWatch`).
package enum Repaint: String, Sendable, CaseIterable {
    /// Commit it again with damage while the guest is active, and more and more rarely when it seems not to be; not at all
    /// where the guest flips between buffers.
    case auto
    /// Commit it again at each refresh.
    case always
    /// Never: show what flips, and no more.
    case flips
}
