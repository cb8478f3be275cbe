/// What a finger does on a window. Fingers are told apart by the compositor's numbers for them.
package enum TouchEvent: Equatable {
    /// Surface-local units.
    case down(Int32, x: Double, y: Double)
    /// Surface-local units.
    case moved(Int32, x: Double, y: Double)
    case up(Int32)
    /// All fingers are gone, and it is as if they had never been there.
    case cancelled
}
