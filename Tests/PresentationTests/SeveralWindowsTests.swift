import Descriptors
import Planes
import Presentation
import TestCompositor
import Testing

/// Proves that windows of one connection have nothing to do with each other: each has its own, and one that goes takes
/// nothing along.
@Suite struct SeveralWindowsTests {
    /// Two windows, each of which shows its device.
    private func theatre(
        _ compositor: TestCompositor = TestCompositor(),
        options: Presenter.Options = Presenter.Options()
    ) throws -> (Theatre, ScriptedSource, Statistics) {
        let theatre = try Theatre(compositor, options: options)
        theatre.source.show(1)
        let source = ScriptedSource()
        source.show(1, width: 320, height: 200)
        let statistics = try theatre.open(source, options: options).statistics
        try theatre.poll { theatre.layers.count == 2 && layers(1, theatre) == ["1×1", "320×200"] }
        return (theatre, source, statistics)
    }

    /// The root of a window, in the order of their opening.
    private func root(_ index: Int, _ theatre: Theatre) throws -> Surface {
        let toplevels = theatre.compositor.all(Toplevel.self)
        try #require(index < toplevels.count)
        return try #require(toplevels[index].xdgSurface?.surface)
    }

    /// The sizes of the buffers in a window, from the back.
    private func layers(_ index: Int, _ theatre: Theatre) -> [String] {
        guard let root = try? root(index, theatre) else { return [] }
        return theatre.compositor.layers(of: root).map { layer in
            "\(layer.surface.current.buffer?.width ?? 0)×\(layer.surface.current.buffer?.height ?? 0)"
        }
    }

    @Test func eachShowsItsOwnBuffersAndCountsThem() throws {
        let (theatre, source, other) = try theatre()
        theatre.tellsTimes = true
        for number in 1...60 {
            theatre.source.show(UInt32(number % 3))
            source.show(UInt32(number % 2), width: 320, height: 200)
            try theatre.frame()
        }
        #expect(theatre.statistics.flips > 40 && other.flips > 40)
        #expect(theatre.statistics.buffersLive == 3 && other.buffersLive == 2)
        #expect(layers(0, theatre) == ["1×1", "640×480"] && layers(1, theatre) == ["1×1", "320×200"])
        try theatre.close()
        #expect(theatre.compositor.all(Surface.self).isEmpty)
    }

    @Test(arguments: [false, true])
    func oneThatGoesTakesNothingAlong(isFirst: Bool) throws {
        let (theatre, source, other) = try theatre()
        let before = theatre.compositor.all(Surface.self).count
        theatre.compositor.all(Toplevel.self)[isFirst ? 0 : 1].close()
        try theatre.hear()
        #expect(theatre.ends == [isFirst ? "closed" : "another"])
        let statistics = isFirst ? other : theatre.statistics
        theatre.drop(others: !isFirst)
        try theatre.settle()
        let (stays, goes) = isFirst ? (source, theatre.source) : (theatre.source, source)
        #expect(theatre.compositor.all(Surface.self).count == before / 2)
        #expect(theatre.compositor.all(Toplevel.self).count == 1)
        #expect(goes.openDescriptors == 0)
        #expect(stays.openDescriptors > 0)
        let flips = statistics.flips
        for number in 2...40 {
            stays.show(UInt32(number % 3))
            try theatre.frame()
        }
        #expect(statistics.flips > flips + 20)
        #expect(theatre.ends.count == 1)
        try theatre.close()
        #expect(theatre.compositor.all(Surface.self).isEmpty)
        #expect(source.openDescriptors + theatre.source.openDescriptors == 0)
    }

    @Test func aDeviceThatIsLostEndsItsOwnWindow() throws {
        let (theatre, source, _) = try theatre()
        source.error = .lost("it is gone")
        try theatre.poll { !theatre.ends.isEmpty }
        #expect(theatre.ends == ["another"])
        let flips = theatre.statistics.flips
        theatre.source.show(2)
        try theatre.poll { theatre.statistics.flips == flips + 1 }
        try theatre.close()
    }

    @Test func aChangeOfTheCompositorsMindReachesBoth() throws {
        let (theatre, source, _) = try theatre()
        let before = (theatre.source.preferences.count, source.preferences.count)
        var script = DmabufFeedbackScript()
        script.table.append(FormatModifier(format: Fourcc.xbgr8888.rawValue, modifier: 0))
        for feedback in theatre.compositor.all(DmabufFeedback.self) { feedback.tell(script) }
        try theatre.hear()
        #expect(theatre.source.preferences.count > before.0 && source.preferences.count > before.1)
        #expect(
            source.preferences.last?.dmabuf?.contains(.xbgr8888) == true
                && theatre.source.preferences.last?.dmabuf?.contains(.xbgr8888) == true)
        // And one that is left alone.
        theatre.drop()
        for feedback in theatre.compositor.all(DmabufFeedback.self) { feedback.tell(DmabufFeedbackScript()) }
        try theatre.hear()
        #expect(source.preferences.last?.dmabuf?.contains(.xbgr8888) == false)
        try theatre.close()
    }

    @Test func hotkeysActOnTheWindowThatHasTheKeys() throws {
        let globals = TestCompositor.everything.merging(["wl_seat": 7]) { $1 }
        let (theatre, _, _) = try theatre(TestCompositor(globals: globals))
        let keyboard = try #require(theatre.compositor.all(KeyboardDevice.self).last)
        let f11 = TestKey.f11
        keyboard.enter(try root(1, theatre))
        keyboard.press(f11)
        keyboard.release(f11)
        try theatre.hear()
        #expect(theatre.compositor.all(Toplevel.self).map(\.fullscreenRequests) == [0, 1])
        keyboard.leave(try root(1, theatre))
        keyboard.enter(try root(0, theatre))
        // The window that has the keys goes; the next one gets them.
        keyboard.hold(KeyboardDevice.control | KeyboardDevice.alt)
        keyboard.press(.q)
        try theatre.hear()
        #expect(theatre.ends == ["closed"])
        theatre.drop()
        try theatre.settle()
        keyboard.enter(try root(0, theatre))
        keyboard.press(f11)
        try theatre.hear()
        #expect(theatre.compositor.all(Toplevel.self).map(\.fullscreenRequests) == [2])
        try theatre.close()
    }

    @Test func aKiosksOutputThatComesBackIsNothingToAWindowThatIsGone() throws {
        var options = Presenter.Options()
        options.window.isKiosk = true
        options.window.isFullscreen = true
        options.window.output = "TEST-1"
        let (theatre, _, _) = try theatre(options: options)
        theatre.drop()
        try theatre.settle()
        let before = try #require(theatre.compositor.all(Toplevel.self).first).fullscreenRequests
        theatre.compositor.removeGlobal("wl_output")
        try theatre.hear()
        theatre.compositor.addGlobal("wl_output", version: 4)
        try theatre.hear()
        #expect(theatre.compositor.all(Toplevel.self).map(\.fullscreenRequests) == [before + 1])
        try theatre.close()
    }

    /// libwayland passes over the number of a buffer that comes for an offer that is destroyed, and takes the next buffer's
    /// for an invalid one, which ends the connection.
    @Test func aBufferThatIsOnItsWayToAWindowThatGoesIsTakenIn() throws {
        let (theatre, source, other) = try theatre()
        theatre.compositor.imports = .hold
        theatre.source.show(7)
        try theatre.poll { theatre.compositor.heldImports.count == 1 }
        theatre.compositor.imports = .accept
        let buffers = theatre.compositor.all(Buffer.self).count
        theatre.compositor.answerImports(accepting: true)
        theatre.drop()
        try theatre.settle()
        #expect(theatre.compositor.all(Buffer.self).count == buffers - 2, "its picture and its background")
        for number in 2...6 {
            source.show(UInt32(number), width: 320, height: 200)
            try theatre.frame()
        }
        #expect(other.flips > 3)
        #expect(theatre.ends.isEmpty)
        try theatre.close()
        #expect(theatre.compositor.all(BufferParams.self).isEmpty)
    }
}
