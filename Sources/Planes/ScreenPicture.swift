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
}
