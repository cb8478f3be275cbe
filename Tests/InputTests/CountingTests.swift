import Input
import Testing

/// Proves that of wheels and of slow mice nothing is lost, and nothing made up.
@Suite struct CountingTests {
    @Test func partsOfStepsAreGathered() {
        let wheel = Box(WheelSteps())
        #expect(wheel { $0.turn(x: 0, y: 60) } == (0, 0))
        #expect(wheel { $0.turn(x: 0, y: 59) } == (0, 0))
        #expect(wheel { $0.turn(x: 0, y: 1) } == (0, 1))
        #expect(wheel { $0.turn(x: 30, y: 360) } == (0, 3))
        #expect(wheel { $0.turn(x: 90, y: 0) } == (1, 0))
    }

    @Test func whoTurnsBackBeginsAnew() {
        let wheel = Box(WheelSteps())
        _ = wheel { $0.turn(x: 0, y: 119) }
        #expect(wheel { $0.turn(x: 0, y: -120) } == (0, -1), "at once, and not a step later")
        _ = wheel { $0.turn(x: 0, y: -119) }
        #expect(wheel { $0.turn(x: 0, y: 0) } == (0, 0))
        #expect(wheel { $0.turn(x: 0, y: -1) } == (0, -1), "nothing is no way back")
        #expect(wheel { $0.turn(x: .max, y: .min) } == (Int32.max / 120, Int32.min / 120))
    }

    @Test func slowMotionsAddUp() {
        let counts = Box(WholeCounts())
        var sum: (x: Int32, y: Int32) = (0, 0)
        for _ in 0..<1000 {
            let more = counts { $0.add(x: 0.25, y: -0.125) } ?? (0, 0)
            sum = (sum.x + more.x, sum.y + more.y)
        }
        #expect(sum == (250, -125))
        #expect(counts { $0.add(x: 0, y: 0) } == nil)
        #expect(counts { $0.add(x: 1e300, y: -.infinity) }.map { $0 == (100_000, -100_000) } == true)
    }
}
