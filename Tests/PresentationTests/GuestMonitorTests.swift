import Descriptors
import Planes
import TestCompositor
import Testing

@testable import Presentation

/// Proves that the guest is given a monitor of the window's size in pixels, with the output's refresh and density, once the
/// window has settled; and that it is left alone where it fills the window as it is.
@Suite struct GuestMonitorTests {
    private static let resizing: UInt32 = 3

    private func theatre(
        _ size: ConfigureScript = ConfigureScript(width: 1280, height: 720), scale: UInt32 = 120,
        output: OutputScript = OutputScript(), resizesGuest: Bool = true,
        source: ScriptedSource = ScriptedSource()
    ) throws -> Theatre {
        let compositor = TestCompositor()
        compositor.preferredScale = scale
        compositor.output = output
        compositor.firstConfigure = size
        var options = Presenter.Options()
        options.resizesGuest = resizesGuest
        let theatre = try Theatre(compositor, source, options: options)
        try theatre.pass(.seconds(2))
        return theatre
    }

    private func configure(_ theatre: Theatre, _ width: Int32, _ height: Int32, _ states: [UInt32] = [])
        throws
    {
        theatre.toplevel.configure(ConfigureScript(width: width, height: height, states: states))
        try theatre.hear()
    }

    @Test func aGuestThatStartsIsGivenAMonitorOfTheWindowsSize() throws {
        let theatre = try theatre()
        // 600 mm are 1920 pixels.
        let monitor = Monitor(
            size: Size(width: 1280, height: 720), millimetres: Size(width: 400, height: 226), refresh: 60_000)
        #expect(theatre.source.plugged == [nil, monitor])
        try theatre.close()
    }

    @Test func aGuestThatRunsHasItsOwnWindowAndIsLetBe() throws {
        let source = ScriptedSource()
        source.show(1)
        let theatre = try theatre(ConfigureScript(), source: source)
        #expect(theatre.window.current.size == (640, 480))
        #expect(source.plugged == [])
        // The compositor repeats the size that the window has.
        try configure(theatre, 640, 480, [4])
        try theatre.pass(.seconds(5))
        #expect(source.plugged == [])
        try configure(theatre, 800, 600, [4])
        try theatre.pass(.seconds(5))
        #expect(source.plugged.map { $0?.size } == [nil, Size(width: 800, height: 600)])
        try theatre.close()
    }

    @Test func aResizeIsFollowedWhenTheUserLetsGo() throws {
        let theatre = try theatre()
        for width in 1280..<1380 { try configure(theatre, Int32(width), 720, [Self.resizing]) }
        try theatre.pass(.seconds(10))
        #expect(theatre.source.plugged.count == 2, "the first one")
        try configure(theatre, 1379, 720)
        try theatre.pass(.seconds(10))
        #expect(
            theatre.source.plugged.dropFirst(2).map { $0?.size } == [nil, Size(width: 1379, height: 720)])
        try theatre.close()
    }

    /// What the guest is asked for is what a window of that size can show exactly.
    @Test(arguments: [
        (UInt32(120), Size(width: 1281, height: 721)), (UInt32(240), Size(width: 2562, height: 1442)),
        (UInt32(180), Size(width: 1920, height: 1080)), (UInt32(150), Size(width: 1600, height: 900)),
        // 95 % below: a step is 20 units there, too long to be cut off.
        (UInt32(114), Size(width: 1217, height: 685)),
    ])
    func atEveryScaleTheGuestFillsTheWindowPixelForPixel(scale: UInt32, size: Size) throws {
        let theatre = try theatre(ConfigureScript(width: 1281, height: 721), scale: scale)
        let monitor = try #require(theatre.source.plugged.last ?? nil)
        #expect(monitor.size == size)
        let letterbox = Letterbox(
            picture: monitor.size, window: Size(width: 1281, height: 721), scale: Scale(scale))
        #expect(letterbox.multiple == 1)
        #expect(letterbox.visible.size == monitor.size)
        theatre.source.show(1, width: UInt32(size.width), height: UInt32(size.height))
        try theatre.poll { theatre.layers.count == 2 }
        try theatre.pass(.seconds(20))
        #expect(theatre.source.plugged.count == 2, "it is let be")
        try theatre.close()
    }

    @Test func aTurnedOutputHasItsDensityTurned() throws {
        var output = OutputScript()
        output.transform = 1
        output.millimetres = (600, 170)
        output.refresh = 143_999
        let theatre = try theatre(output: output)
        let monitor = try #require(theatre.source.plugged.last ?? nil)
        #expect(monitor.millimetres == Size(width: 1280 * 170 / 1080, height: 720 * 600 / 1920))
        #expect((143_998...144_000).contains(monitor.refresh))
        try theatre.close()
    }

    @Test func anOutputThatSaysNothingIsOfUnknownSize() throws {
        var output = OutputScript()
        output.millimetres = (0, 0)
        output.refresh = 0
        let theatre = try theatre(output: output)
        #expect(theatre.source.plugged.last == Monitor(size: Size(width: 1280, height: 720)))
        try theatre.close()
    }

    @Test(arguments: [ConfigureScript(width: 1, height: 1), ConfigureScript(width: 30_000, height: 40_000)])
    func aMonitorIsOneThatGuestsCanDo(window: ConfigureScript) throws {
        let theatre = try theatre(window)
        let size = window.width == 1 ? Size(width: 320, height: 200) : Size(width: 16384, height: 16384)
        #expect((theatre.source.plugged.last ?? nil)?.size == size)
        try theatre.close()
    }

    @Test func aRefusalIsSaidOnce() throws {
        let source = ScriptedSource()
        source.plugError = .refused("the guest cannot be given a monitor")
        let theatre = try theatre(source: source)
        try configure(theatre, 800, 600)
        try theatre.pass(.seconds(5))
        #expect(source.plugged.count == 4)
        #expect(theatre.reports.count { $0 == "the guest cannot be given a monitor" } == 1)
        #expect(theatre.ends == [])
        try theatre.close()
    }

    @Test func nothingIsDoneWhereTheUserWantsNone() throws {
        let theatre = try theatre(resizesGuest: false)
        #expect(theatre.source.plugged == [])
        try theatre.close()
    }
}
