import Descriptors
import Glibc
import Planes
import TestCompositor
import Testing

@testable import Presentation

/// Proves that a picture whose memory begins with its lowest row is turned over by the compositor, on every path, and stands
/// right in a picture of it.
@Suite struct FlippedPlaneTests {
    private static func plane(_ id: UInt32, isFlipped: Bool) -> Plane {
        let layout = BufferLayout(width: 2, height: 2, format: .xrgb8888, stride: 8)
        return Plane(
            kind: .primary, identity: BufferIdentity(.number(id), layout: layout), sequence: 1,
            isFlipped: isFlipped)
    }

    @Test(arguments: [true, false])
    func theCompositorTurnsItOver(takesDmabufs: Bool) throws {
        let source = ScriptedSource()
        source.draw = { _, memory in
            let pixels: [UInt32] = [1, 2, 3, 4]
            _ = unsafe pwrite(memory.rawValue, pixels, 16, 0)
        }
        source.now.primary = .shown(Self.plane(1, isFlipped: true))
        let globals =
            takesDmabufs ? TestCompositor.everything : TestCompositor.everything(but: "zwp_linux_dmabuf_v1")
        let theatre = try Theatre(TestCompositor(globals: globals), source)
        try theatre.poll { theatre.layers.count == 2 }
        // wl_output.transform.flipped_180.
        let surface = try #require(theatre.window.stack.first { $0.current.transform == 6 })
        let picture = try #require(theatre.presenter).picture()
        #expect((0..<4).map { picture.image.pixels[$0] & 0xff } == [3, 4, 1, 2])

        source.now.primary = .shown(Self.plane(2, isFlipped: false))
        try theatre.poll { surface.current.transform == 0 }
        let upright = try #require(theatre.presenter).picture()
        #expect((0..<4).map { upright.image.pixels[$0] & 0xff } == [1, 2, 3, 4])
        #expect(theatre.ends == [])
        try theatre.close()
    }
}
