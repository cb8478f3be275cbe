/// What becomes of the guest's cursor.
package enum CursorMode: String, CaseIterable, Sendable {
    /// It is shown where the guest has it.
    case guest
    /// Over the window it is the image of the compositor's own pointer, which no guest can delay, where the guest says which
    /// of its pixels points; else as with `guest`.
    case host
    /// It is not shown.
    case none
}
