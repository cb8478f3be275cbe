import Descriptors
import Planes
import Presentation
import TestCompositor
import Testing
import Wayland

/// Proves what holds when a compositor or a device fails at the worst moment: the picture stays, nothing leaks, and the end,
/// where there is one, is in order.
@Suite struct FaultTests {
    private func showing(_ compositor: TestCompositor = TestCompositor()) throws -> Theatre {
        let source = ScriptedSource()
        source.show(1)
        let theatre = try Theatre(compositor, source)
        try theatre.poll { theatre.layers.count == 2 }
        return theatre
    }

    @Test func aGuestThatChangesItsModeOnAndOnDoesNotFillTheLog() throws {
        let theatre = try showing()
        func change(_ count: UInt32) throws -> Int {
            let before = theatre.reports.count
            for number in 0..<count {
                theatre.source.show(100 + number, width: 320 + number % 7)
                try theatre.poll { theatre.source.fetched.last?.layout.width == 320 + number % 7 }
            }
            return theatre.reports.count - before
        }
        let first = try change(200)
        #expect(first >= 10 && first <= 20)
        #expect(theatre.reports.last?.hasSuffix("of which no more is told for a minute") == true)
        try theatre.pass(.seconds(60))
        #expect(try change(5) > 0, "and then it is told again")
    }

    /// A buffer that was offered by the old feedback is one, whatever the new one says; the next is judged by the new one.
    @Test func aBufferThatIsTakenAfterTheFormatsHaveChangedIsShown() throws {
        let easel = Easel()
        let theatre = try Theatre.ladder(easel, Personality(direct: true, udmabuf: false))
        theatre.compositor.imports = .hold
        easel.paint(2, row: 0, 66)
        easel.show(2)
        try theatre.poll()
        #expect(theatre.compositor.heldImports.count == 1)
        try theatre.changeMind {
            $0.table = [FormatModifier(format: Fourcc.xbgr8888.rawValue, modifier: 0)]
        }
        theatre.compositor.answerImports(accepting: true)
        theatre.compositor.imports = .accepting([easel.source.fileName])
        try theatre.hear()
        try theatre.poll { theatre.pixels() == easel.expected(2) }
        #expect(theatre.statistics.path == .direct)
        easel.paint(3, row: 0, 77)
        easel.show(3)
        try theatre.poll { theatre.pixels() == easel.expected(3) }
        #expect(theatre.path?.obstacles[.direct] == .format(.xrgb8888))
        #expect(theatre.ends == [])
    }

    @Test func aCloseRequestWhileABufferIsOfferedEndsItInOrder() throws {
        let theatre = try showing()
        theatre.compositor.imports = .hold
        theatre.source.show(2)
        try theatre.poll()
        #expect(theatre.compositor.heldImports.count == 1)
        theatre.toplevel.close()
        // The answer is on its way together with the wish.
        theatre.compositor.answerImports(accepting: true)
        try theatre.hear()
        #expect(theatre.ends == ["closed"])
        let requests = theatre.compositor.requestCount
        for _ in 0..<3 { try theatre.frame() }
        #expect(theatre.compositor.requestCount == requests, "what has ended says nothing")
        try theatre.close()
        try theatre.connection.receive()
        #expect(theatre.source.openDescriptors == 0)
        #expect(theatre.compositor.all(Buffer.self).isEmpty)
    }

    @Test func aReleaseOfWhatIsGoneIsNothing() throws {
        let theatre = try showing()
        theatre.compositor.holdsReleases = true
        for number in 2...10 {
            theatre.source.show(UInt32(number))
            try theatre.frame()
        }
        // All are let go of on one side while they are released on the other.
        theatre.compositor.releaseHeldBuffers()
        try theatre.close()
        try theatre.connection.receive()
        #expect(theatre.source.openDescriptors == 0)
        #expect(theatre.compositor.all(Buffer.self).isEmpty)
        #expect(theatre.ends == [])
    }

    /// A source may outlive its window: another one shows it, where the compositor comes back.
    @Test func aSourceThatOutlivesItsWindowHasEverythingBack() throws {
        let source = ScriptedSource()
        for compositor in [TestCompositor(), TestCompositor()] {
            source.show(1)
            let theatre = try Theatre(compositor, source)
            try theatre.poll { theatre.layers.count == 2 }
            source.show(2)
            try theatre.poll { theatre.statistics.flips == 1 }
            try theatre.close()
            #expect(source.openDescriptors == 0)
            #expect(Set(source.released) == Set(source.fetched))
            #expect(source.released.count == source.fetched.count)
        }
        #expect(source.fetched.count == 4)
    }

    /// Hours in which nobody sees the window, on a device that names other memory with each question.
    @Test func hoursWithoutAFrameCostNothingThatGrows() throws {
        let theatre = try showing()
        theatre.source.churns = true
        try theatre.pass(.seconds(60))
        let (polls, requests) = (theatre.statistics.polls, theatre.compositor.requestCount)
        let surfaces = theatre.compositor.all(Surface.self).count
        let hours = 2
        try theatre.pass(.seconds(Int64(hours * 3600)))
        #expect(theatre.statistics.polls <= polls + hours * 3600 + 1, "once a second")
        #expect(theatre.statistics.polls >= polls + hours * 3600 / 2, "it is alive")
        #expect(theatre.statistics.buffersLive <= 64)
        #expect(theatre.source.openDescriptors <= 2 * 65)
        #expect(theatre.compositor.all(Surface.self).count == surfaces)
        // What is made is offered, and nothing else is said: params, add, create, destroy, and the evicted buffer's destroy.
        #expect(theatre.compositor.requestCount - requests <= 6 * (hours * 3600 + 1))
        theatre.source.churns = false
        theatre.source.show(7, width: 320, height: 200)
        try theatre.poll { theatre.layers.last == "320×200 at 0,0 as 320×200" }
        #expect(theatre.ends == [])
    }

    /// A laptop whose lid is closed: the last screen goes, and comes back.
    @Test func aMachineWithoutScreensGoesOnWhenThereIsOne() throws {
        let theatre = try showing()
        let output = try #require(theatre.compositor.all(OutputGlobal.self).first)
        theatre.window.send("enter", .object(output))
        try theatre.hear()
        theatre.compositor.removeGlobal("wl_output")
        try theatre.hear()
        theatre.source.show(2)
        try theatre.pass(.seconds(600))
        #expect(theatre.ends == [])
        theatre.compositor.addGlobal("wl_output", version: 4)
        try theatre.hear()
        theatre.source.show(3)
        try theatre.poll { theatre.statistics.flips >= 1 && theatre.source.fetched.count == 3 }
        #expect(theatre.layers.count == 2)
    }

    @Test func aCompositorWithoutScreensIsGoodEnough() throws {
        let theatre = try showing(TestCompositor(globals: TestCompositor.everything(but: "wl_output")))
        theatre.source.show(2)
        try theatre.poll { theatre.statistics.flips == 1 }
        #expect(theatre.ends == [])
    }

    /// It goes in the middle of whatever is said.
    @Test(arguments: 0..<12)
    func aCompositorMayHangUpAfterAnyStep(steps: Int) throws {
        let source = ScriptedSource()
        func show() throws {
            source.show(1)
            source.point(9, x: 3, y: 3)
            let theatre = try Theatre(TestCompositor(), source)
            for step in 0..<steps {
                source.show(UInt32(1 + step % 3), width: 64 + 64 * UInt32(step / 3))
                theatre.finishFrame()
                theatre.compositor.step()
                try theatre.loop.turn(timeout: 0)
            }
            theatre.compositor.hangUp()
            for _ in 0..<5 {
                theatre.clock.now = theatre.clock.now + .seconds(1)
                try theatre.loop.turn(timeout: 0)
            }
            #expect(theatre.ends == ["the compositor closed the connection"])
        }
        try show()
        #expect(source.openDescriptors == 0)
    }
}
