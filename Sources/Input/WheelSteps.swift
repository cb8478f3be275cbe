/// Makes whole steps of what a wheel was turned: guests' mice know no parts of one.
package struct WheelSteps: Equatable, Sendable {
    /// 120ths that are no step yet.
    private var x: Int32 = 0
    private var y: Int32 = 0

    /// Of one step (`wl_pointer.axis_value120`).
    package static let parts: Int32 = 120

    package init() {}

    /// Turns it.
    ///
    /// - Parameters: 120ths; right and down are positive.
    /// - Returns: whole steps.
    package mutating func turn(x: Int32, y: Int32) -> (x: Int32, y: Int32) {
        (Self.turn(&self.x, by: x), Self.turn(&self.y, by: y))
    }

    private static func turn(_ rest: inout Int32, by parts: Int32) -> Int32 {
        // Who turns back means what he does now: what was left of the other way would hold it up.
        if rest.signum() != parts.signum() && parts != 0 { rest = 0 }
        let sum = Int64(rest) + Int64(parts)
        rest = Int32(sum % Int64(Self.parts))
        return Int32(sum / Int64(Self.parts))
    }
}
