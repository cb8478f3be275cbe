/// What a source's planes showed at one instant, laid over each other.
package struct ScreenPicture {
    /// As large as the primary plane, and without alpha.
    package let image: PlaneImage
    /// The planes that are in it, from the back to the front.
    package let planes: [Plane]
    /// Sentences about what is not in it, and about what was assumed.
    package let remarks: [String]

    /// Such as "1280×720, primary XR24 linear, cursor at 12,34".
    package var summary: String {
        let parts = planes.map { plane in
            plane.kind == .primary
                ? "primary \(plane.layout.format) \(plane.layout.modifier)"
                : "\(plane.kind) at \(plane.position.x),\(plane.position.y)"
        }
        return (["\(image.width)×\(image.height)"] + parts).joined(separator: ", ")
    }

    /// Lays what was read of the planes over each other.
    ///
    /// - Parameter readings: of one instant, from the back to the front.
    /// - Throws: `ScreenshotError` when there is no primary plane, or it could not be read. A cursor or overlay that could not be
    ///   read is left out, with a remark.
    package init(_ readings: [PlaneReading]) throws(ScreenshotError) {
        var screen: PlaneImage?
        var planes: [Plane] = []
        var remarks: [String] = []
        for reading in readings {
            switch reading {
            case .off(.primary): throw .off
            case .off: break
            case .fault(.primary, let fault): throw .unreadable(fault)
            case .fault(let kind, let fault):
                remarks.append("the \(kind) plane \(fault): the picture is without it")
            case .image(let plane, let image):
                if plane.kind == .primary { screen = image } else { screen?.draw(image, at: plane.position) }
                planes.append(plane)
            }
        }
        guard let screen else { throw .off }
        if planes.contains(where: { $0.layout.modifier == .implicit }) {
            remarks.append(
                "the device does not say how its pixels are arranged; they were read row after row")
        }
        image = screen
        self.planes = planes
        self.remarks = remarks
    }
}
