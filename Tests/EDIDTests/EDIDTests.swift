import EDID
import Foundation
import Planes
import Testing

/// Proves that a window's EDID is a monitor's: `edid-decode` finds no fault with it, and reads from it what was put in.
@Suite struct EDIDTests {
    /// Sizes of windows, and whether they have a mode of their own in 128 bytes.
    static let monitors = [
        Monitor(size: Size(width: 1, height: 1)),
        Monitor(size: Size(width: 640, height: 480), millimetres: Size(width: 169, height: 127)),
        Monitor(
            size: Size(width: 1283, height: 777), millimetres: Size(width: 340, height: 206), refresh: 59_940),
        Monitor(
            size: Size(width: 1920, height: 1080), millimetres: Size(width: 598, height: 336),
            refresh: 144_000),
        Monitor(size: Size(width: 1080, height: 1920), millimetres: Size(width: 336, height: 598)),
        Monitor(size: Size(width: 3840, height: 2160), millimetres: Size(width: 700, height: 394)),
        Monitor(size: Size(width: 1280, height: 1024), millimetres: Size(width: 4000, height: 3200)),
        Monitor(size: Size(width: 1280, height: 1024), millimetres: Size(width: 400_000, height: 3200)),
        Monitor(size: Size(width: 640, height: 360), refresh: 500_000),
    ]
    static let large = [
        Monitor(size: Size(width: 5120, height: 2880), millimetres: Size(width: 597, height: 336)),
        Monitor(
            size: Size(width: 3840, height: 2160), millimetres: Size(width: 700, height: 394),
            refresh: 240_000),
        Monitor(size: Size(width: 16384, height: 16384), refresh: 240_000),
    ]

    @Test(arguments: monitors) func aMonitorThatFitsOneBlockIsReadAsItWas(_ monitor: Monitor) throws {
        let edid = EDID(monitor, name: "demo", maximumBytes: 1024)
        #expect(edid.bytes.count == 128)
        #expect(EDID(monitor, name: "demo", maximumBytes: 128) == edid)
        let report = try Decoder.report(on: edid)
        #expect(report.faults == [])
        #expect(report.preferred == monitor.size)
        #expect(report.text.contains("Display Product Name: 'demo'"))
        if let size = monitor.millimetres, size.width < 2550 {
            #expect(report.text.contains("\(size.width) mm x \(size.height) mm"))
        }
        // 10 kHz in the pixel clock is what a descriptor can tell apart.
        #expect(abs(report.refresh - Double(monitor.refresh) / 1000) < (monitor.size.width < 600 ? 3 : 0.05))
    }

    @Test(arguments: large) func aMonitorThatIsTooLargeForOneBlockHasASecondOne(_ monitor: Monitor) throws {
        let edid = EDID(monitor, name: "demo", maximumBytes: 256)
        #expect(edid.bytes.count == 256)
        let report = try Decoder.report(on: edid)
        #expect(report.faults == [])
        #expect(
            report.text.contains(
                try Regex("DTD: +\(monitor.size.width)x\(monitor.size.height) .*, preferred\\)")))
    }

    @Test(arguments: large) func whereThereIsRoomForOneBlockItIsSmallerOrSlower(_ monitor: Monitor) throws {
        let edid = EDID(monitor, name: "demo", maximumBytes: 255)
        #expect(edid.bytes.count == 128)
        let report = try Decoder.report(on: edid)
        #expect(report.faults == [])
        let size = try #require(report.preferred)
        #expect(size == monitor.size.fitted(within: Size(width: 4095, height: 4095)))
    }

    @Test(arguments: ["", "a name that is far too long", "Größe\n\u{7}", "thirteen char"])
    func aNameIsWhatAGuestCanPrint(_ name: String) throws {
        let report = try Decoder.report(
            on: EDID(Monitor(size: Size(width: 800, height: 600)), name: name, maximumBytes: 128))
        #expect(report.faults == [])
    }

    @Test func timingsAreThoseOfCVTWithReducedBlanking() {
        // What VESA's own CVT sheet has for 1920×1080 at 60 Hz: 138.5 MHz in its steps of 250 kHz.
        let timing = VideoTiming(Size(width: 1920, height: 1080), refresh: 60_000)
        let across = timing.horizontal
        #expect((across.active, across.front, across.sync, across.blank) == (1920, 48, 32, 160))
        let down = timing.vertical
        #expect((down.active, down.front, down.sync, down.blank) == (1080, 3, 5, 31))
        #expect(timing.clock == 13865)
    }
}
