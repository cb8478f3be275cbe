internal import Descriptors
internal import Glibc
internal import Planes

/// The way that the demo's cursor takes: a lying eight, closed, once in `period`.
struct CursorPath {
    /// The time of one round.
    static let period = Instant.Span.seconds(8)

    /// Pixels of the picture.
    let width, height: Int

    /// Where the cursor image's top left corner is. The whole image stays in the picture.
    ///
    /// - Parameter elapsed: the time since the start; before it counts as the start.
    func position(after elapsed: Instant.Span) -> Plane.Position {
        let period = Self.period.nanoseconds
        let angle = Double(max(elapsed.nanoseconds, 0) % period) / Double(period) * 2 * .pi
        func place(_ swing: Double, _ length: Int) -> Int32 {
            let room = Double(max(length - CursorImage.size, 0))
            return Int32((room / 2 * (1 + 0.9 * swing)).rounded())
        }
        return Plane.Position(x: place(sin(angle), width), y: place(sin(2 * angle), height))
    }
}
