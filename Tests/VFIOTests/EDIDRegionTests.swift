import Descriptors
import Glibc
import Planes
import TestDevice
import Testing

@testable import VFIO

/// Proves that a device's EDID region is found, and that a monitor is given to the guest through it in the order that drivers
/// insist on.
@Suite struct EDIDRegionTests {
    private let device = TestDevice()

    init() {
        device.planes[.primary] = TestDevice.Picture(id: 9, width: 800, height: 600)
        device.regions = [
            0: region(flags: 0, []), 1: region(header(2, next: 0) + [0x8086, 1]),
            2: region(header(2, next: 0) + [1, 1]),
        ]
        // As GVT-g: the EDID lies beyond what the region says that it has.
        device.registers = [0x2000: 8192, 0x2004: 128, 0x200c: 1920, 0x2010: 1200]
    }

    private func source(givesMonitor: Bool = true) throws -> VFIOSource {
        try VFIOSource(device, name: "test", givesMonitor: givesMonitor)
    }

    @Test func theRegionIsFound() {
        let found = EDIDRegion.find(in: device)
        #expect(found?.maximumWidth == 1920 && found?.maximumHeight == 1200 && found?.maximumSize == 128)
        device.registers = [:]
        #expect(EDIDRegion.find(in: device) == nil, "a region that does not answer")
    }

    @Test func aRegionBeyondAllFilesIsNone() {
        device.regions[2] = region(offset: UInt64(Int.max) - 15, header(2, next: 0) + [1, 1])
        #expect(EDIDRegion.find(in: device) == nil)
        device.regions[2] = region(offset: .max, header(2, next: 0) + [1, 1])
        #expect(EDIDRegion.find(in: device) == nil)
        device.regions[2] = region(offset: UInt64(Int.max) - 40, header(2, next: 0) + [1, 1])
        let last = Int.max - 40
        device.registers = [last: .max, last + 4: .max, last + 12: 0, last + 16: 0]
        #expect(EDIDRegion.find(in: device) == nil)
    }

    @Test func aMonitorIsUnpluggedDescribedAndPluggedIn() throws {
        try source().plug(Monitor(size: Size(width: 1000, height: 700)))
        #expect(device.written.map(\.offset) == [0x2014, 0x2008, 0x4000, 0x2014])
        #expect(device.written.map(\.bytes.count) == [4, 4, 128, 4])
        #expect(device.written[0].bytes == [2, 0, 0, 0])
        #expect(device.written[1].bytes == [128, 0, 0, 0])
        #expect(device.written[3].bytes == [1, 0, 0, 0])
        // What is shown across and down, in the first descriptor.
        let blob = device.written[2].bytes
        #expect(Int(blob[56]) | Int(blob[58] >> 4) << 8 == 1000)
        #expect(Int(blob[59]) | Int(blob[61] >> 4) << 8 == 700)
    }

    @Test func aMonitorIsNoLargerThanTheDeviceTakesAndOfTheWindowsShape() throws {
        try source().plug(
            Monitor(size: Size(width: 3840, height: 2160), millimetres: Size(width: 600, height: 338)))
        let blob = device.written[2].bytes
        #expect(Int(blob[56]) | Int(blob[58] >> 4) << 8 == 1920)
        #expect(Int(blob[59]) | Int(blob[61] >> 4) << 8 == 1080)
        #expect(Int(blob[66]) | Int(blob[68] >> 4) << 8 == 300, "millimetres")
    }

    @Test func aMonitorCanBeTakenAway() throws {
        try source().plug(nil)
        #expect(device.written.map(\.offset) == [0x2014])
        #expect(device.written[0].bytes == [2, 0, 0, 0])
    }

    @Test func aDeviceWithoutTheRegionOrOfAnothersMonitorIsLeftAlone() throws {
        try source(givesMonitor: false).plug(Monitor(size: Size(width: 1000, height: 700)))
        device.regions = [:]
        try source().plug(Monitor(size: Size(width: 1000, height: 700)))
        #expect(device.written.isEmpty)
    }

    @Test func aRefusalIsASentence() throws {
        let source = try source()
        device.faults.writeError = EFAULT
        let error = #expect(throws: SourceError.self) {
            try source.plug(Monitor(size: Size(width: 1000, height: 700)))
        }
        #expect(
            error?.description
                == "the guest cannot be given a monitor for the window: pwrite: Bad address")
    }
}
