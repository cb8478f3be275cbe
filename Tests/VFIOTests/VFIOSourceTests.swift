import Descriptors
import Glibc
import Planes
import TestDevice
import Testing
import VFIO

/// Proves that a device's answers become snapshots, with the faults that real drivers have.
@Suite struct VFIOSourceTests {
    private let device = TestDevice()

    private func source() throws -> VFIOSource {
        try VFIOSource(device, name: "test")
    }

    private func plane(_ reading: Snapshot.Reading) throws -> Plane {
        guard case .shown(let plane) = reading else {
            Issue.record("not shown: \(reading)")
            throw CancellationError()
        }
        return plane
    }

    /// Fetches the screen's dma-buf and lets go of it.
    private func fetchAndClose(_ source: VFIOSource) throws -> Plane {
        let screen = try plane(try source.snapshot().primary)
        _ = try source.memory(of: screen)
        source.release(screen.identity)
        return screen
    }

    @Test func planesAreRead() throws {
        device.planes[.primary] = TestDevice.Picture(id: 3, width: 800, height: 600)
        var cursor = TestDevice.Picture(id: 4, format: .argb8888, width: 64, height: 64)
        cursor.position = Plane.Position(x: -5, y: 17)
        (cursor.hotX, cursor.hotY) = (1, 2)
        device.planes[.cursor] = cursor
        let snapshot = try source().snapshot()
        #expect(
            try plane(snapshot.primary).identity
                == BufferIdentity(
                    .number(3), layout: BufferLayout(width: 800, height: 600, format: .xrgb8888, stride: 3200)
                ))
        #expect(try plane(snapshot.cursor).position == Plane.Position(x: -5, y: 17))
        #expect(try plane(snapshot.cursor).hotspot == Plane.Position(x: 1, y: 2))
        #expect(snapshot.overlay == .off)
    }

    /// Positions as i915 GVT-g tells them, and others.
    @Test(arguments: [("i915", -2), ("nvidia", 2)])
    func onlyOfADriverThatLosesSignsIsOneFound(driver: String, expected: Int32) throws {
        device.planes[.primary] = TestDevice.Picture(id: 3, width: 800, height: 600)
        var cursor = TestDevice.Picture(id: 4, format: .argb8888, width: 64, height: 64)
        let source = try VFIOSource(
            device, name: "test", gpu: GPU(address: "0000:00:02.0", driver: driver))
        func position(_ x: Int32) throws -> Int32 {
            cursor.position = Plane.Position(x: x, y: 17)
            device.planes[.cursor] = cursor
            return try plane(try source.snapshot().cursor).position.x
        }
        for x in [10, 4] as [Int32] { #expect(try position(x) == x) }
        #expect(try position(2) == expected)
        // It comes from somewhere else.
        device.planes[.cursor] = nil
        _ = try source.snapshot()
        #expect(try position(2) == 2)
    }

    @Test func aPlaneThatIsOffShowsNoGhostOfYesterday() throws {
        device.faults.leavesStructWhenOff = true
        device.planes[.cursor] = TestDevice.Picture(id: 4, format: .argb8888, width: 64, height: 64)
        let source = try source()
        _ = try plane(try source.snapshot().cursor)
        device.planes[.cursor] = nil
        #expect(try source.snapshot() == Snapshot())
    }

    @Test func theFirstQueryOfAModeMayFailOnce() throws {
        device.faults.refusesNewGeometryOnce = true
        device.planes[.primary] = TestDevice.Picture(id: 1, width: 800, height: 600)
        let source = try source()
        _ = try plane(try source.snapshot().primary)
        device.planes[.primary] = TestDevice.Picture(id: 2, width: 1024, height: 768)
        #expect(try plane(try source.snapshot().primary).layout.width == 1024)
    }

    @Test func planeTypesThatTheDriverDoesNotKnowAreNotAskedForAgain() throws {
        device.faults.refusesTypes = [0, 2]
        let source = try source()
        let asked = device.queries.count
        for _ in 0..<10 { _ = try source.snapshot() }
        #expect(device.queries[asked...].allSatisfy { $0 == 1 })
        #expect(device.queries.count == asked + 10)
    }

    /// Every errno that does not say that the device is gone for good.
    private static let passing = (Int32(1)...133).filter { ![ENODEV, ENXIO, ENOTTY].contains($0) }

    @Test(arguments: passing)
    func aFailingQueryKeepsThePicture(errno: Int32) throws {
        device.planes[.primary] = TestDevice.Picture(id: 1, width: 800, height: 600)
        let source = try source()
        device.faults.queryError = errno
        let reason = SystemError(call: "VFIO_DEVICE_QUERY_GFX_PLANE", errno: errno).description
        #expect(try source.snapshot().primary == .kept(.refused(reason)))
    }

    @Test(arguments: [ENODEV, ENXIO, ENOTTY])
    func aDeviceThatIsGoneIsLost(errno: Int32) throws {
        let source = try source()
        device.faults.queryError = errno
        let error = #expect(throws: SourceError.self) { try source.snapshot() }
        #expect(error?.description.hasPrefix("the device is gone") == true)
    }

    @Test(arguments: passing)
    func aFailingFetchIsRefused(errno: Int32) throws {
        device.planes[.primary] = TestDevice.Picture(id: 1, width: 800, height: 600)
        let source = try source()
        let screen = try plane(try source.snapshot().primary)
        device.faults.fetchError = errno
        do {
            _ = try source.memory(of: screen)
            Issue.record("got memory")
        } catch {
            let reason = SystemError(call: "VFIO_DEVICE_GET_GFX_DMABUF", errno: errno).description
            #expect(error == .refused(reason))
        }
        // It passes, and the same picture can be had.
        device.faults.fetchError = 0
        _ = try source.memory(of: screen)
    }

    @Test(arguments: [ENODEV, ENXIO, ENOTTY])
    func aDeviceThatIsGoneAtAFetchIsLost(errno: Int32) throws {
        device.planes[.primary] = TestDevice.Picture(id: 1, width: 800, height: 600)
        let source = try source()
        let screen = try plane(try source.snapshot().primary)
        device.faults.fetchError = errno
        do {
            _ = try source.memory(of: screen)
            Issue.record("got memory")
        } catch {
            #expect(error.description.hasPrefix("the device is gone: VFIO_DEVICE_GET_GFX_DMABUF"))
            #expect(error != .refused(error.description))
        }
    }

    @Test func aBadReplyIsRejectedAndNotFatal() throws {
        device.planes[.primary] = TestDevice.Picture(id: 1, format: .c8, width: 800, height: 600)
        #expect(try source().snapshot().primary == .kept(.rejected(.format(.c8))))
    }

    @Test func aDMABufIsFetchedByItsID() throws {
        device.planes[.primary] = TestDevice.Picture(id: 9, width: 800, height: 600)
        let source = try source()
        guard case .file(let memory) = try source.memory(of: try plane(try source.snapshot().primary)) else {
            Issue.record("no file")
            return
        }
        #expect(try memory.descriptor.size() == 800 * 600 * 4)
        #expect(memory.kind == .dmabuf)
        #expect(device.fetched == [9])
    }

    @Test func aFetchThatComesTooLateIsRefused() throws {
        device.planes[.primary] = TestDevice.Picture(id: 9, width: 800, height: 600)
        let source = try source()
        let old = try plane(try source.snapshot().primary)
        device.planes[.primary] = TestDevice.Picture(id: 10, width: 640, height: 480)
        do {
            _ = try source.memory(of: old)
            Issue.record("got memory")
        } catch {
            #expect(error == .refused("VFIO_DEVICE_GET_GFX_DMABUF: No such file or directory"))
        }
    }

    @Test func aPollIsOneCallAPlane() throws {
        device.faults.refusesTypes = [0]
        device.planes[.primary] = TestDevice.Picture(id: 1, width: 800, height: 600)
        let source = try source()
        let before = device.queryCount
        for _ in 0..<10 { _ = try source.snapshot() }
        #expect(device.queryCount == before + 20)
        #expect(device.fetched == [])
    }

    @Test func aCursorThatIsThePrimaryPlaneIsNoCursor() throws {
        device.planes[.primary] = TestDevice.Picture(id: 1, width: 64, height: 64)
        device.faults.answersPrimaryToAll = true
        #expect(try source().snapshot().cursor == .kept(.rejected(.notACursor)))
    }

    @Test func aHotspotOutsideOfTheImageIsUnknown() throws {
        var cursor = TestDevice.Picture(id: 4, format: .argb8888, width: 64, height: 64)
        (cursor.hotX, cursor.hotY) = (0xdeaf_0000, 512)
        device.planes[.cursor] = cursor
        #expect(try plane(try source().snapshot().cursor).hotspot == nil)
    }

    @Test func aLostSignIsShownAsItIsSaid() throws {
        device.faults.losesSign = true
        var cursor = TestDevice.Picture(id: 4, format: .argb8888, width: 64, height: 64)
        cursor.position = Plane.Position(x: -5, y: 7)
        device.planes[.cursor] = cursor
        #expect(try plane(try source().snapshot().cursor).position == Plane.Position(x: 5, y: 7))
    }

    @Test func anIDOfMbochsIsNeverFetchedAgain() throws {
        device.exporter = "mbochs"
        device.planes[.primary] = TestDevice.Picture(id: 9, width: 800, height: 600)
        let source = try source()
        let screen = try fetchAndClose(source)
        let error = #expect(throws: SourceError.self) { _ = try source.memory(of: screen) }
        #expect(error?.description.contains("mbochs") == true)
        #expect(device.fetched == [9])
        device.planes[.primary] = TestDevice.Picture(id: 10, width: 800, height: 600)
        _ = try source.memory(of: try plane(try source.snapshot().primary))
        #expect(device.fetched == [9, 10])
    }

    @Test func anIDOfOthersMayComeAgainForOtherMemory() throws {
        device.exporter = "i915"
        device.planes[.primary] = TestDevice.Picture(id: 1, width: 800, height: 600)
        let source = try source()
        let screen = try fetchAndClose(source)
        device.planes[.primary] = TestDevice.Picture(id: 1, width: 640, height: 480)
        let other = try plane(try source.snapshot().primary)
        #expect(other.identity != screen.identity)
        _ = try source.memory(of: other)
        #expect(device.fetched == [1, 1])
    }

    @Test func aReportTellsAllThatTheDeviceSays() throws {
        device.planes[.primary] = TestDevice.Picture(id: 9, width: 800, height: 600)
        device.faults.refusesTypes = [0]
        let report = try DeviceReport(of: device, name: "test")
        #expect(report.interface == .dmabuf)
        #expect(report.planes.map(\.kind) == [.primary, .overlay, .cursor])
        guard case .failed(let reason) = report.planes[1].state else {
            Issue.record("the overlay answered")
            return
        }
        #expect(reason == "VFIO_DEVICE_QUERY_GFX_PLANE: Invalid argument")
        #expect(report.edid == nil)
    }
}
