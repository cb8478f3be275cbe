/// How one memory plane of a format holds the picture's pixels: so many bytes for a group of pixels.
package struct PlaneShape: Hashable, Sendable {
    /// Bytes of a group.
    package let bytes: UInt32
    /// Pixels of a group, across.
    package let columns: UInt32
    /// Pixels of a group, down.
    package let rows: UInt32

    package init(bytes: UInt32, columns: UInt32 = 1, rows: UInt32 = 1) {
        self.bytes = bytes
        self.columns = columns
        self.rows = rows
    }

    /// Bytes of a row that are pixels. A group at the edge that is cut is there in full.
    package func rowSize(width: UInt32) -> UInt64 {
        (UInt64(width) + UInt64(columns) - 1) / UInt64(columns) * UInt64(bytes)
    }

    /// Rows of the plane.
    package func rowCount(height: UInt32) -> UInt32 {
        height / rows + (height % rows == 0 ? 0 : 1)
    }
}

extension Fourcc {
    /// Memory planes of a format that can be shown; 0 for all others.
    package var planeCount: Int {
        switch self {
        case .nv12, .nv21, .nv16, .nv61, .nv24: 2
        case .yuv420, .yvu420, .yuv422: 3
        case .rgb888, .bgr888: 1
        default: bytesPerPixel == nil ? 0 : 1
        }
    }

    /// The shape of a memory plane; nil where the format has no such plane, or is not known.
    ///
    /// - Parameter plane: counted from 0, in the order of include/uapi/drm/drm_fourcc.h.
    package func shape(of plane: Int) -> PlaneShape? {
        switch (self, plane) {
        case (.nv12, 0), (.nv21, 0), (.nv16, 0), (.nv61, 0), (.nv24, 0): PlaneShape(bytes: 1)
        case (.yuv420, 0), (.yvu420, 0), (.yuv422, 0): PlaneShape(bytes: 1)
        case (.nv12, 1), (.nv21, 1): PlaneShape(bytes: 2, columns: 2, rows: 2)
        case (.nv16, 1), (.nv61, 1): PlaneShape(bytes: 2, columns: 2)
        case (.nv24, 1): PlaneShape(bytes: 2)
        case (.yuv420, 1...2), (.yvu420, 1...2): PlaneShape(bytes: 1, columns: 2, rows: 2)
        case (.yuv422, 1...2): PlaneShape(bytes: 1, columns: 2)
        case (.rgb888, 0), (.bgr888, 0): PlaneShape(bytes: 3)
        // Packed 4:2:2 counts pixel by pixel: half a pair may end a row.
        case (_, 0): bytesPerPixel.map { PlaneShape(bytes: $0) }
        default: nil
        }
    }

    /// Whether pixels are luma and colour differences, whose meaning a `ColourEncoding` tells.
    package var isYUV: Bool {
        switch self {
        case .yuyv, .yvyu, .uyvy, .vyuy: true
        case .nv12, .nv21, .nv16, .nv61, .nv24, .yuv420, .yvu420, .yuv422: true
        default: false
        }
    }
}
