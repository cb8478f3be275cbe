import Planes
import Testing

/// Proves that a cursor which a driver mirrors at the screen's edges is found beyond them, and that nothing is made of any other.
@Suite struct LostSignTests {
    private func cursor(x: Int32, y: Int32 = 300, hotspot: Plane.Position? = nil) -> Plane {
        let layout = BufferLayout(width: 64, height: 64, format: .argb8888, stride: 256)
        return Plane(
            kind: .cursor, identity: BufferIdentity(.number(1), layout: layout),
            position: Plane.Position(x: x, y: y), hotspot: hotspot)
    }

    /// Where a cursor is found, axis for axis alike.
    private func found(_ told: [Int32], hotspot: Plane.Position? = nil) -> [Int32] {
        var sign = LostSign()
        return told.map { position in
            let plane = sign.follow(cursor(x: position, y: position, hotspot: hotspot))
            #expect(plane.position.x == plane.position.y)
            return plane.position.x
        }
    }

    @Test(arguments: [
        // Across the edge and back.
        ([22, 16, 10, 4, -2, -8, -14, -8, -2, 4, 10]),
        // Slowly, and asked for twice between two positions.
        ([3, 3, 2, 2, 1, 1, 0, 0, -1, -1, -2, -2, -1, -1, 0, 0, 1, 1, 2]),
        // To rest beyond the edge, and away from it.
        ([40, 20, 5, -3, -3, -3, -3, -3, 8, 20, 40]),
        // From the edge.
        ([0, 0, 5, 10, 15, 20]),
    ])
    func aCursorIsWhereItIs(path: [Int32]) {
        #expect(found(path.map(abs), hotspot: Plane.Position(x: 16, y: 16)) == path)
    }

    @Test func oneThatIsThrownAtTheEdgeIsThereWithTheNextAnswer() {
        #expect(found([300, 150, 3, 3, 3, 3, 3, 9, 30]) == [300, 150, 3, -3, -3, -3, -3, 9, 30])
    }

    @Test func itIsNoFartherBeyondThanItPoints() {
        let arrow = Plane.Position(x: 4, y: 4)
        #expect(found([10, 4, 2, 8, 14], hotspot: arrow) == [10, 4, -2, 8, 14])
        #expect(found([10, 4, 2, 8, 14], hotspot: .zero) == [10, 4, 2, 8, 14])
        // Nobody knows: an eighth of the image.
        #expect(found([20, 2, 8, 9]) == [20, 2, -8, 9])
        #expect(found([300, 100, 12, 12, 12, 14]) == [300, 100, 12, 12, 12, 14])
    }

    @Test func aDriverThatKnowsSignsIsBelieved() {
        #expect(found([10, 4, -2, 8]) == [10, 4, -2, 8])
    }

    @Test func oneThatWasOffComesFromAnywhere() {
        var sign = LostSign()
        for x in [10, 4] as [Int32] { _ = sign.follow(cursor(x: x)) }
        sign.lose()
        #expect(sign.follow(cursor(x: 2)).position.x == 2)
    }

    /// Hands that come to the edge, stay there and go: what is shown is nearer to the truth than what is told.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func itIsNearerToTheTruthThanWhatIsTold(seed: UInt64) {
        var random = seed
        func next(_ count: UInt64) -> Int32 {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int32((random >> 33) % count)
        }
        var sign = LostSign()
        var (x, velocity) = (Int32(100), Int32(-6))
        var (told, shown) = (0, 0)
        for _ in 0..<5000 {
            if next(10) == 0 { velocity = next(31) - 15 }
            x = min(max(x + velocity, -12), 200)
            let position = sign.follow(
                cursor(x: abs(x), hotspot: Plane.Position(x: 12, y: 12))
            ).position.x
            told += Int(abs(abs(x) - x))
            shown += Int(abs(position - x))
        }
        #expect(told > 1000)
        #expect(shown * 2 < told, "\(shown) and \(told)")
    }
}
