import Descriptors
import Glibc
import Planes
import Presentation
import TestCompositor
import Testing
import Wayland

/// Proves that `--require-zero-copy` ends with the reason when the compositor draws, and not before.
@Suite struct ZeroCopyTests {
    private static let options: Presenter.Options = {
        var options = Presenter.Options()
        options.requiresZeroCopy = true
        return options
    }()

    /// A guest that flips, at a compositor that scans out, or draws from the start.
    private func theatre(_ compositor: TestCompositor = TestCompositor(), isDrawn: Bool = false) throws
        -> Theatre
    {
        let source = ScriptedSource()
        source.show(0)
        // No two pictures are the same: what is copied and has not changed is not committed.
        var count: UInt8 = 0
        source.draw = { _, memory in
            count += 1
            _ = unsafe pwrite(memory.rawValue, &count, 1, 0)
        }
        if isDrawn { draw(compositor) }
        let theatre = try Theatre(compositor, source, options: Self.options)
        theatre.tellsTimes = true
        try theatre.poll { theatre.layers.count == 2 }
        return theatre
    }

    /// Has what is shown drawn from now on.
    private func draw(_ compositor: TestCompositor) {
        var details = PresentationScript.Details()
        details.flags = 0x7
        compositor.presentation = .presented(details)
    }

    private func flip(_ theatre: Theatre, _ frames: Int) throws {
        for number in 1...frames where theatre.ends.isEmpty {
            theatre.source.show(UInt32(number % 3))
            try theatre.frame()
        }
    }

    @Test func whatIsScannedOutGoesOn() throws {
        let theatre = try theatre()
        try flip(theatre, 300)
        #expect(theatre.ends.isEmpty)
        try theatre.close()
    }

    @Test func oneFrameThatIsDrawnEndsIt() throws {
        let theatre = try theatre()
        try flip(theatre, 100)
        draw(theatre.compositor)
        try flip(theatre, 3)
        let end = try #require(theatre.ends.first)
        #expect(end.hasPrefix("--require-zero-copy: the compositor drew a picture itself: "))
        #expect(end.contains("tranche"), "its feedback marks nothing for scan-out")
        try theatre.close()
    }

    @Test func aCompositorHasASecondToMakeUpItsMind() throws {
        let theatre = try theatre(isDrawn: true)
        try flip(theatre, 50)
        #expect(theatre.ends.isEmpty)
        try flip(theatre, 20)
        #expect(theatre.ends.count == 1)
        try theatre.close()
    }

    @Test func aPictureThatIsScaledSaysSo() throws {
        let compositor = TestCompositor()
        compositor.firstConfigure = ConfigureScript(width: 1000, height: 700)
        let theatre = try theatre(compositor, isDrawn: true)
        try flip(theatre, 80)
        #expect(theatre.ends.first?.contains("the picture of 640×480 is shown as 933×700") == true)
        try theatre.close()
    }

    @Test func aPictureThatIsCopiedSaysWhy() throws {
        let compositor = TestCompositor()
        compositor.imports = .refuse
        let theatre = try theatre(compositor, isDrawn: true)
        try flip(theatre, 80)
        #expect(theatre.ends.first?.contains("the pixels are copied: path shm") == true)
        try theatre.close()
    }

    @Test func aCompositorThatCannotTellIsRefusedAtOnce() throws {
        let compositor = TestCompositor(globals: TestCompositor.everything(but: "wp_presentation"))
        #expect(throws: PresentationError.self) { try theatre(compositor) }
    }

    @Test func reasonsAreSentences() {
        let layout = BufferLayout(width: 640, height: 480, format: .xrgb8888, stride: 2560)
        let fit = CompositedReason(
            PlanePath(.direct, isScanout: true), layout, shown: Size(layout), tellsScanout: true)
        #expect(fit.description.hasPrefix("nothing in the picture forbids it"))
        let unknown = CompositedReason(PlanePath(.direct), layout, shown: Size(layout), tellsScanout: false)
        #expect(unknown == unknown && !unknown.description.contains("tranche"), "nobody said so")
    }
}
