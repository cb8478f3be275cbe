import Descriptors
import Planes
import Presentation
import TestCompositor
import Testing

/// Proves that what is counted can be shown in the window, sharp at any scale, and costs nothing when it is not.
@Suite struct OverlayTests {
    private func theatre(scale: UInt32 = 120) throws -> Theatre {
        let source = ScriptedSource()
        source.show(0)
        let compositor = TestCompositor()
        compositor.preferredScale = scale
        let theatre = try Theatre(compositor, source)
        try theatre.poll { theatre.layers.count == 2 }
        // A second screen tells that the guest flips.
        source.show(1)
        try theatre.poll { theatre.statistics.flips == 1 }
        return theatre
    }

    @Test func itComesAndGoesAndIsDrawnOnceASecond() throws {
        let theatre = try theatre()
        let surfaces = theatre.compositor.all(Surface.self).count
        theatre.presenter?.toggleOverlay()
        try theatre.settle()
        #expect(theatre.layers.count == 3)
        #expect(theatre.compositor.all(Surface.self).count == surfaces + 1)
        let text = try #require(theatre.compositor.all(Surface.self).last)
        #expect(text.current.inputRegion?.isEmpty == true)
        let (commits, buffer) = (text.commits, try #require(text.current.buffer))
        #expect(buffer.width > 50 && buffer.height > 20)
        // Rates are known after a second.
        try theatre.pass(.milliseconds(900))
        #expect(text.commits == commits)
        try theatre.pass(.milliseconds(200))
        #expect(text.commits == commits + 1)
        theatre.presenter?.toggleOverlay()
        try theatre.settle()
        #expect(theatre.layers.count == 2)
        #expect(theatre.compositor.all(Surface.self).count == surfaces)
        theatre.compositor.finishFrame()
        try theatre.hear()
        // Two screens and the background: no text is left behind.
        #expect(theatre.compositor.all(Buffer.self).count == 3)
        try theatre.close()
    }

    @Test func aPixelOfItIsAPixelOfTheOutput() throws {
        for scale in [120, 150, 180, 240] as [UInt32] {
            let theatre = try theatre(scale: scale)
            theatre.presenter?.toggleOverlay()
            try theatre.settle()
            let text = try #require(theatre.compositor.all(Surface.self).last)
            let (buffer, size) = (try #require(text.current.buffer), text.current.size)
            #expect(buffer.width == Scale(scale).pixels(size.width))
            #expect(buffer.height == Scale(scale).pixels(size.height))
            let position = try #require(text.subsurface?.position)
            #expect(Int(position.x) * Int(scale) % 120 == 0)
            try theatre.close()
        }
    }
}
