import Planes
import Testing

/// Proves that guests that flip are told from those that draw in place.
@Suite struct FlipWatchTests {
    @Test func flippingGuestsAreToldFromThoseThatDrawInPlace() {
        func identity(_ number: UInt32, width: UInt32) -> BufferIdentity {
            BufferIdentity(
                .number(number),
                layout: BufferLayout(width: width, height: 4, format: .xrgb8888, stride: 64))
        }
        var watch = FlipWatch()
        watch.saw(identity(1, width: 4))
        watch.saw(identity(1, width: 4))
        #expect(!watch.flips)
        watch.saw(identity(2, width: 4))
        #expect(watch.flips)
        watch.saw(identity(1, width: 4))
        #expect(watch.flips)
        watch.saw(identity(1, width: 8))
        #expect(!watch.flips, "a new mode starts anew")
    }
}
