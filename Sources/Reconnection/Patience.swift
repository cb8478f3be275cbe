/// Which absences of a device are waited out. Any other is the end.
package struct Patience: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Before it was there for the first time.
    package static let atStart = Patience(rawValue: 1)
    /// After it was there.
    package static let afterLoss = Patience(rawValue: 2)
}
