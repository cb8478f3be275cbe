/// Pixels across and down.
package struct FrameSize: Hashable, Sendable, CustomStringConvertible {
    package let width: UInt32
    package let height: UInt32

    package init(width: UInt32, height: UInt32) {
        self.width = width
        self.height = height
    }

    /// - Parameter text: such as "1920x1080"; neither may be 0.
    package init?(_ text: String) {
        let parts = text.split(separator: "x", omittingEmptySubsequences: false).map { UInt32($0) }
        guard parts.count == 2, let width = parts[0], let height = parts[1], width > 0, height > 0 else {
            return nil
        }
        self.init(width: width, height: height)
    }

    package var description: String { "\(width)×\(height)" }
}
