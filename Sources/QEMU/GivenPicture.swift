internal import Planes

/// The size and format of pixels that QEMU sends by value, as it said them: hostile until checked.
struct GivenPicture: Equatable {
    let width: UInt32
    let height: UInt32
    /// Bytes.
    let stride: UInt32
    let format: Fourcc

    /// Bytes of a row; what does not fit is for the gate to refuse.
    var rowSize: UInt32 {
        let (size, overflow) = width.multipliedReportingOverflow(by: format.bytesPerPixel ?? 1)
        return overflow ? 0 : size
    }

    /// For the gate.
    func reply(_ kind: PlaneKind, stride: UInt32) -> PlaneReply {
        PlaneReply(
            kind: kind, name: .number(0), format: format, width: width, height: height, stride: stride,
            size: .max)
    }
}
