import Descriptors
import Planes
import Presentation
import TestCompositor
import Testing

/// Proves that a window without a picture says what it waits for, and that one with a picture says nothing.
@Suite struct PlaceholderTests {
    @Test func whatIsWaitedForIsSaidAfterASecondAndUntilAPictureComes() throws {
        let theatre = try Theatre()
        #expect(theatre.layers.count == 1, "black")
        try theatre.pass(.milliseconds(900))
        #expect(theatre.layers.count == 1)
        try theatre.pass(.milliseconds(200))
        #expect(theatre.layers.count == 2)
        let text = try #require(theatre.compositor.all(Surface.self).last)
        let size = text.current.size
        let position = try #require(text.subsurface?.position)
        let window = theatre.window.current.size
        #expect(abs(position.x * 2 + size.width - window.width) <= 2, "in the middle")
        #expect(abs(position.y * 2 + size.height - window.height) <= 2)
        // The time it has taken goes on.
        let commits = text.commits
        try theatre.pass(.seconds(3))
        #expect(text.commits == commits + 3)
        try theatre.pass(.seconds(120))
        #expect(text.commits < commits + 64, "minutes")
        theatre.source.show(0)
        try theatre.poll { theatre.layers.count == 2 && theatre.layers[1].hasPrefix("640×480") }
        #expect(theatre.compositor.all(Surface.self).count == 4, "the text is gone")
        theatre.source.now.primary = .off
        try theatre.poll { theatre.layers.count == 1 }
        try theatre.pass(.milliseconds(1100))
        #expect(theatre.layers.count == 2, "and back")
        try theatre.close()
    }

    @Test func aPictureThatComesAtOnceIsNotAnnounced() throws {
        let source = ScriptedSource()
        source.show(0)
        let theatre = try Theatre(TestCompositor(), source)
        try theatre.poll { theatre.layers.count == 2 }
        try theatre.pass(.seconds(5))
        #expect(theatre.compositor.all(Surface.self).count == 4, "the window and three planes")
        try theatre.close()
    }
}
