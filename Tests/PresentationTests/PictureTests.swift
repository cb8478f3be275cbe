import Descriptors
import Glibc
import Planes
import TestCompositor
import Testing

@testable import Presentation

/// Proves that a picture of what is shown can be taken while it is shown, and that the source is asked for nothing.
@Suite struct PictureTests {
    /// A screen of one colour, and a cursor of another, half of which is seen through.
    private func source() -> ScriptedSource {
        let source = ScriptedSource()
        source.draw = { identity, memory in
            let isCursor = identity.layout.format == .argb8888
            let count = Int(identity.layout.byteCount) / 4
            let pixels = (0..<count).map { isCursor ? ($0 % 2 == 0 ? UInt32(0xff00_ff00) : 0) : 0x0011_2233 }
            _ = unsafe pwrite(memory.rawValue, pixels, count * 4, 0)
        }
        source.show(1, width: 64, height: 48)
        source.point(2, x: 60, y: 40)
        return source
    }

    @Test(arguments: [true, false])
    func itIsWhatIsShown(takesDmabufs: Bool) throws {
        let globals =
            takesDmabufs ? TestCompositor.everything : TestCompositor.everything(but: "zwp_linux_dmabuf_v1")
        let source = source()
        let theatre = try Theatre(TestCompositor(globals: globals), source)
        try theatre.poll { theatre.layers.count == 3 }
        let (fetched, polls) = (source.fetched.count, theatre.statistics.polls)
        let picture = try #require(theatre.presenter).picture()
        #expect(picture.image.width == 64 && picture.image.height == 48)
        #expect(picture.image[0, 0] == 0xff11_2233)
        #expect(picture.image[60, 40] == 0xff00_ff00)
        #expect(picture.image[61, 40] == 0xff11_2233)
        #expect(picture.planes.count == 2 && picture.remarks.isEmpty)
        #expect(source.fetched.count == fetched && source.released.isEmpty && source.returned.isEmpty)
        #expect(theatre.statistics.polls == polls)
        // And on it goes.
        source.show(3, width: 64, height: 48)
        try theatre.poll { theatre.statistics.flips == 1 }
    }

    @Test func nothingShownIsNoPicture() throws {
        let theatre = try Theatre()
        let presenter = try #require(theatre.presenter)
        #expect(throws: ScreenshotError.off) { _ = try presenter.picture() }
    }

    @Test func whatOnlyAGPUReadsIsNoPicture() throws {
        let source = source()
        source.canBeRead = false
        let theatre = try Theatre(TestCompositor(), source)
        try theatre.poll { theatre.layers.count == 3 }
        let presenter = try #require(theatre.presenter)
        let error = #expect(throws: ScreenshotError.self) { _ = try presenter.picture() }
        #expect(error?.description.contains("grim") == true)
        #expect(theatre.ends == [])
    }
}
