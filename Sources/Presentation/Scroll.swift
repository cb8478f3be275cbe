/// How far a wheel was turned or fingers were drawn, between two frames of a pointer.
package struct Scroll: Equatable, Sendable {
    package var horizontal = Way()
    package var vertical = Way()

    /// One axis. Right and down are positive.
    package struct Way: Equatable, Sendable {
        /// Surface-local units.
        package var distance = 0.0
        /// Of a wheel's steps, in 120ths; 0 where there is no wheel.
        package var steps: Int32 = 0
    }

    /// Whether nothing was scrolled.
    var isNothing: Bool { self == Scroll() }
}
