import Descriptors
import Planes
import Testing

/// Proves that pictures of several memory planes are measured plane by plane, and file by file.
@Suite struct MemoryPlaneTests {
    /// Every format that can be shown.
    private static let formats: [Fourcc] = [
        .xrgb8888, .argb8888, .xbgr8888, .abgr8888, .xrgb2101010, .argb2101010, .xbgr2101010, .abgr2101010,
        .rgb565, .yuyv, .yvyu, .uyvy, .vyuy, .rgb888, .bgr888, .nv12, .nv21, .nv16, .nv61, .nv24, .yuv420,
        .yvu420, .yuv422,
    ]

    private func nv12(in file: UInt8 = 0, offset: UInt32 = 64 * 5) -> BufferLayout {
        BufferLayout(
            width: 31, height: 5, format: .nv12, stride: 64,
            second: MemoryPlane(file: file, offset: offset, stride: 64))
    }

    @Test(arguments: formats)
    func aFormatHasAsManyShapesAsPlanes(format: Fourcc) {
        #expect(format.planeCount > 0)
        for plane in 0..<format.planeCount { #expect(format.shape(of: plane) != nil) }
        #expect(format.shape(of: format.planeCount) == nil)
        if let bytes = format.bytesPerPixel { #expect(format.shape(of: 0) == PlaneShape(bytes: bytes)) }
        #expect(format.isYUV || format.planeCount == 1)
    }

    @Test func whatIsNotKnownHasNoShape() {
        #expect(Fourcc.c8.planeCount == 0 && Fourcc.c8.shape(of: 0) == nil)
    }

    @Test(arguments: [
        ("NV12", Fourcc.nv12), ("NV21", .nv21), ("NV16", .nv16), ("NV61", .nv61), ("NV24", .nv24),
        ("YU12", .yuv420), ("YV12", .yvu420), ("YU16", .yuv422), ("RG24", .rgb888), ("BG24", .bgr888),
    ])
    func theNamesAreTheKernels(name: String, format: Fourcc) {
        #expect(Fourcc(name) == format)
    }

    @Test func aGroupThatIsCutIsThereInFull() {
        let shape = PlaneShape(bytes: 2, columns: 2, rows: 2)
        #expect(shape.rowSize(width: 4) == 4 && shape.rowSize(width: 5) == 6)
        #expect(shape.rowCount(height: 4) == 2 && shape.rowCount(height: 5) == 3)
        #expect(shape.rowSize(width: .max) == 1 << 32)
        #expect(shape.rowCount(height: .max) == 1 << 31)
    }

    @Test func planesOfOneFileAreMeasuredTogether() {
        // Five rows of luma, and three of 16 pairs.
        #expect(nv12().byteCount == 64 * 5 + 64 * 2 + 32)
        #expect(nv12().compositorByteCount == 64 * 8)
        #expect(
            nv12(offset: 0).byteCount == 64 * 4 + 31, "the planes' order in memory is the source's matter")
        #expect(nv12().fileCount == 1 && nv12().planes.count == 2)
        #expect("\(nv12())" == "31×5 NV12 linear, stride 64, 2 planes")
    }

    @Test func planesOfSeveralFilesAreMeasuredOneByOne() {
        let layout = nv12(in: 1, offset: 128)
        #expect(layout.byteCount == 64 * 4 + 31)
        #expect(layout.byteCount(file: 1) == 128 + 64 * 2 + 32)
        #expect(layout.compositorByteCount(file: 1) == 128 + 64 * 3)
        #expect(layout.byteCount(file: 2) == 0)
        #expect(layout.fileCount == 2)
        #expect("\(layout)" == "31×5 NV12 linear, stride 64, 2 planes in 2 files")
    }

    @Test func theLargestPlanesDoNotOverflow() {
        let plane = MemoryPlane(file: 2, offset: .max, stride: .max)
        let layout = BufferLayout(
            width: .max, height: .max, format: .yuv420, modifier: .intelY, stride: .max, offset: .max,
            second: plane, third: plane)
        #expect(layout.byteCount(file: 2) > UInt64(UInt32.max) * UInt64(UInt32.max) / 2)
    }

    @Test func everyFileMustHoldItsPlanes() throws {
        let layout = nv12(in: 1, offset: 0)
        func check(_ first: UInt64, _ second: UInt64?) throws {
            let other = try second.map { try OwnedDescriptor.sealedMemory("tests", size: $0) }
            try layout.check(
                BufferMemory(.sharedMemory, .sealedMemory("tests", size: first), second: other))
        }
        try check(320, 192)
        #expect(throws: Rejection.memory(319, needed: 320)) { try check(319, 192) }
        #expect(throws: Rejection.memory(191, needed: 192)) { try check(320, 191) }
        #expect(throws: Rejection.memory(0, needed: 192)) { try check(320, nil) }
        #expect(throws: Rejection.memory(0, needed: 192)) { try layout.check(memory: 1 << 20) }
    }

    @Test func filesAreLentByTheirNumbers() throws {
        let memory = BufferMemory(
            .dmabuf, try .sealedMemory("tests", size: 1), third: try .sealedMemory("tests", size: 3))
        let sizes = try (0...3).map { try memory.withFile($0) { try $0.size() } }
        #expect(sizes == [1, nil, 3, nil])
    }
}
