/// What a plane may be at most. Beyond it a reply is rejected, whatever the device says.
package enum PlaneLimits {
    /// Pixels of width and height. Display engines end at 16384, and compositors have aborted on larger textures
    /// (swaywm/sway issues 9176 and 9224): a guest must not be able to end its user's session.
    package static let maximumSize: UInt32 = 16384
    /// Pixels of width and height of a cursor. Hardware cursors end at 256; 512 leaves room and bounds memory.
    package static let maximumCursorSize: UInt32 = 512
    /// Pixels that a position may lie away from the screen's corner; farther away nothing is visible anyway.
    package static let maximumDistance: Int32 = 65535
}
