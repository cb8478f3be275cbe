/// One layer that a device scans out, at one instant. Made by the gate only (`PlaneReply.checked`), so every value
/// in it is in range.
package struct Plane: Hashable, Sendable {
    package let kind: PlaneKind
    package let identity: BufferIdentity
    /// Where the plane's top left corner is on the device's screen, in the primary plane's pixels.
    package let position: Position
    /// The pixel of a cursor that points, from its top left corner; nil when the device does not say.
    package let hotspot: Position?

    package init(
        kind: PlaneKind, identity: BufferIdentity, position: Position = .zero, hotspot: Position? = nil
    ) {
        self.kind = kind
        self.identity = identity
        self.position = position
        self.hotspot = hotspot
    }

    package var layout: BufferLayout { identity.layout }

    /// A place in pixels, rightwards and downwards.
    package struct Position: Hashable, Sendable {
        package let x: Int32
        package let y: Int32

        package init(x: Int32, y: Int32) {
            self.x = x
            self.y = y
        }

        package static let zero = Position(x: 0, y: 0)
    }
}
