import Planes
import Presentation
import TestCompositor
import Testing

/// Proves that what a compositor tells later counts: of scan-out, of one surface, while an offer is under way, and again.
@Suite struct ChangedMindTests {
    @Test func aPictureThatMayBeScannedOutIsReported() throws {
        let easel = Easel()
        let theatre = try Theatre.ladder(easel, Personality(direct: true, udmabuf: true)) { compositor in
            compositor.feedback.tranches = [
                .init(device: 1, flags: 1, indices: [0]), .init(device: 1, indices: [1, 2]),
            ]
        }
        #expect(theatre.path?.isScanout == true)
        #expect(theatre.reports.contains { $0.contains("path direct, fit for scan-out") })
    }

    @Test func aBufferThatMayBeScannedOutLaterIsReportedThen() throws {
        let easel = Easel()
        let theatre = try Theatre.ladder(easel, Personality(direct: true, udmabuf: true))
        #expect(theatre.path?.isScanout == false)
        try theatre.changeMind {
            $0.tranches = [.init(device: 1, flags: 1, indices: [0]), .init(device: 1, indices: [1, 2])]
        }
        try theatre.poll { theatre.path?.isScanout == true }
        #expect(theatre.statistics.buffersCreated == 1)
    }

    /// What a surface's own feedback says counts for this surface.
    @Test func aSurfaceThatIsToldOtherFormatsTakesThose() throws {
        let easel = Easel()
        let theatre = try Theatre.ladder(easel, Personality(direct: true, udmabuf: false))
        var script = theatre.compositor.feedback
        script.table = [FormatModifier(format: Fourcc.xbgr8888.rawValue, modifier: 0)]
        // The default one, then the primary plane's.
        theatre.compositor.all(DmabufFeedback.self)[1].tell(script)
        try theatre.hear()
        easel.show(2)
        try theatre.poll { theatre.statistics.path == .shm }
        #expect(theatre.path?.obstacles[.direct] == .format(.xrgb8888))
    }

    @Test func anOfferThatIsUnderWayIsJudgedAgainWhenTheAnswerHasChanged() throws {
        let easel = Easel()
        let theatre = try Theatre.ladder(easel, Personality(direct: true, udmabuf: true))
        theatre.compositor.imports = .hold
        easel.show(2)
        try theatre.poll()
        #expect(theatre.compositor.heldImports.count == 1)
        try theatre.changeMind()
        theatre.compositor.imports = .accept
        theatre.compositor.answerImports(accepting: false)
        try theatre.hear()
        try theatre.poll { theatre.pixels() == easel.expected(2) && theatre.statistics.path == .direct }
        #expect(theatre.statistics.importFailures == 1)
    }

    @Test func aFeedbackThatSaysTheSameAgainCostsNothing() throws {
        let easel = Easel()
        let theatre = try Theatre.ladder(easel, Personality(direct: false, udmabuf: false))
        try theatre.poll()
        let failures = theatre.statistics.importFailures
        for feedback in theatre.compositor.all(DmabufFeedback.self) {
            feedback.tell(theatre.compositor.feedback)
        }
        try theatre.hear()
        try theatre.poll()
        #expect(theatre.statistics.importFailures == failures)
    }
}
