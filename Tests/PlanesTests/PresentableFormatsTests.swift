import Planes
import Testing

/// Proves that a source with a choice learns which of its formats has the best way.
@Suite struct PresentableFormatsTests {
    private let formats: PresentableFormats = {
        var formats = PresentableFormats(dmabuf: DmabufFormats(), sharedMemory: [.xrgb8888])
        for format in [Fourcc.nv12, .yuyv] {
            var tranche = DmabufFormats.Tranche()
            tranche.formats.insert(format, .linear)
            formats.dmabuf?.tranches.append(tranche)
        }
        return formats
    }()

    @Test func theFirstTrancheIsTheBestWay() {
        #expect(formats.path(for: .nv12) == .direct(tranche: 0))
        #expect(formats.path(for: .yuyv) == .direct(tranche: 1))
        #expect(PresentableFormats.Path.direct(tranche: 0) < .direct(tranche: 1))
        #expect(PresentableFormats.Path.direct(tranche: 9) < .copied)
    }

    @Test func whatIsNotTakenIsCopiedWhereThatIsPossible() {
        #expect(formats.path(for: .uyvy) == .copied, "converted to XR24")
        #expect(formats.path(for: .rgb565) == .copied)
        #expect(formats.path(for: .nv21) == nil, "rows of several planes are not copied")
        #expect(formats.path(for: .rgb888) == nil)
        #expect(PresentableFormats().path(for: .xrgb8888) == nil)
    }

    @Test func formatsThatAreNotCopiedSaySo() {
        let layout = BufferLayout(width: 2, height: 2, format: .nv12, stride: 2)
        #expect(CopyStep.steps(for: layout, dmabuf: nil, sharedMemory: [.nv12, .xrgb8888]).isEmpty)
        #expect(CopyStep.obstacle(on: .shm, layout, dmabuf: nil) == .uncopied(.nv12))
        #expect("\(PathObstacle.uncopied(.nv12))" == "planeview does not copy NV12")
    }
}
