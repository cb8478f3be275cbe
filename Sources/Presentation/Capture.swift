/// What is kept from the compositor for as long as the user's hands are a guest's.
struct Capture: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    /// The pointer stays where it is, and tells its motions alone.
    static let pointer = Capture(rawValue: 1 << 0)
    /// The compositor's keyboard shortcuts are the guest's.
    static let shortcuts = Capture(rawValue: 1 << 1)
}
