package import Descriptors

/// One layer that a device scans out, at one instant. Made by the gate only (`PlaneReply.checked`), so every value
/// in it is in range.
package struct Plane: Hashable, Sendable {
    package let kind: PlaneKind
    package let identity: BufferIdentity
    /// Where the plane's top left corner is on the device's screen, in the primary plane's pixels.
    package let position: Position
    /// The pixel of a cursor that points, from its top left corner; nil when the device does not say.
    package let hotspot: Position?
    /// Counts the source's pictures; nil where the guest draws whenever it likes.
    ///
    /// A picture with a number is finished and is not drawn into until `PlaneSource.released` is called for its buffer. The
    /// same buffer with another number is another picture, and with the same number the same.
    package let sequence: UInt64?
    /// When the picture was taken; nil where nobody knows.
    package let captured: Instant?
    /// What its numbers stand for; nil where the source does not say.
    package let colour: ColourEncoding?
    /// The memory's first row is the lowest of the picture.
    package let isFlipped: Bool

    package init(
        kind: PlaneKind, identity: BufferIdentity, position: Position = .zero, hotspot: Position? = nil,
        sequence: UInt64? = nil, captured: Instant? = nil, colour: ColourEncoding? = nil,
        isFlipped: Bool = false
    ) {
        self.kind = kind
        self.identity = identity
        self.position = position
        self.hotspot = hotspot
        self.sequence = sequence
        self.captured = captured
        self.colour = colour
        self.isFlipped = isFlipped
    }

    package var layout: BufferLayout { identity.layout }

    /// The same plane, in memory of an opening of the device.
    package func of(opening: UInt32) -> Plane {
        Plane(
            kind: kind, identity: identity.of(opening: opening), position: position, hotspot: hotspot,
            sequence: sequence, captured: captured, colour: colour, isFlipped: isFlipped)
    }

    /// The same plane in another place, within `PlaneLimits.maximumDistance`.
    func moved(to position: Position) -> Plane {
        Plane(
            kind: kind, identity: identity, position: position, hotspot: hotspot, sequence: sequence,
            captured: captured, colour: colour)
    }

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
