/// The formats that a kind of source may report. What lies outside is garbage in a reply, and not a picture.
package enum FormatRange: Sendable {
    /// What VFIO drivers scan out: one plane of whole pixels.
    case scannedOut
    /// What capture devices write: all that can be shown.
    case captured

    package func contains(_ format: Fourcc) -> Bool {
        switch self {
        case .scannedOut: format.bytesPerPixel != nil
        case .captured: format.planeCount > 0
        }
    }
}
