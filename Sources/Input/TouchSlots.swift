internal import Planes

/// Gives fingers the numbers of a guest's touch screen.
package struct TouchSlots: Equatable, Sendable {
    /// By slot: the compositor's number for the finger; nil for none.
    private var fingers: [Int32?]

    /// - Parameter count: how many fingers the guest tells apart.
    package init(count: Int) {
        fingers = Array(repeating: nil, count: max(0, min(count, Self.most)))
    }

    package var count: Int { fingers.count }

    /// More than hands have, and than any touch screen tells apart.
    private static let most = 32

    /// A finger that came down.
    ///
    /// - Returns: nil when there are more fingers than the guest tells apart.
    package mutating func add(_ finger: Int32) -> Int? {
        guard slot(of: finger) == nil, let slot = fingers.firstIndex(of: nil) else { return nil }
        fingers[slot] = finger
        return slot
    }

    /// nil for one that has no slot.
    package func slot(of finger: Int32) -> Int? { fingers.firstIndex(of: finger) }

    /// A finger that went up.
    package mutating func remove(_ finger: Int32) -> Int? {
        guard let slot = slot(of: finger) else { return nil }
        fingers[slot] = nil
        return slot
    }

    /// All fingers are gone.
    package mutating func removeAll() { fingers = Array(repeating: nil, count: fingers.count) }
}
