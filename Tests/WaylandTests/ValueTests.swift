import Testing
import Wayland

/// Proves that the two value types of the wire convert without surprises at their limits.
@Suite struct ValueTests {
    @Test(arguments: [(0.0, 0), (1, 256), (-1.5, -384), (1.0 / 256, 1), (0.001, 0)])
    func fixedRoundsToTheNearest(value: Double, raw: Int32) {
        #expect(Fixed(value).rawValue == raw)
        #expect(Fixed(rawValue: raw).doubleValue == Double(raw) / 256)
    }

    @Test func fixedStopsAtItsLimits() {
        #expect(Fixed(1e12).rawValue == .max)
        #expect(Fixed(-1e12).rawValue == .min)
        #expect(Fixed(.infinity).rawValue == .max)
        #expect(Fixed(.nan).rawValue == 0)
    }

    @Test func arraysGiveWholeElements() {
        let array = WireArray(bytes: [1, 0, 2, 0, 3])
        #expect(array.elements(as: UInt16.self) == [1, 2])
        #expect(array.elements(as: UInt64.self) == [])
        #expect(WireArray(bytes: []).elements(as: UInt32.self) == [])
    }
}
