/// Where a device's screen is drawn in a window: in the middle, on black, and how large `Scaling` says.
///
/// Where its size allows it (and `fit` allows for the odd pixel), each guest pixel is a whole number of device pixels wide
/// and high, at any scale of the output; see `ExactLength` for what that takes. How the output is turned does not matter:
/// the window is as it is looked at, and so is the picture.
package struct Letterbox: Equatable, Sendable {
    /// The primary plane's size in pixels.
    package let picture: Size
    /// Where the primary plane is, in the window's surface-local coordinates.
    package let frame: Rectangle
    /// What of the primary plane is drawn, in its pixels; the rest is cut off evenly at both edges.
    package let visible: Rectangle
    /// How many device pixels a guest pixel is wide and high; nil where the picture is resampled.
    package let multiple: Int32?

    private let scale: Scale

    /// - Parameters:
    ///   - picture: pixels; at least 1×1.
    ///   - window: surface-local units; at least 1×1.
    ///   - scale: of the output that the window is on.
    package init(picture: Size, window: Size, scale: Scale = .one, scaling: Scaling = .fit) {
        self.picture = picture
        self.scale = scale
        multiple = Self.multiple(of: picture, in: scale.pixels(window), scale, scaling)
        if let multiple {
            let x = Self.centred(picture.width, times: multiple, in: window.width, scale)
            let y = Self.centred(picture.height, times: multiple, in: window.height, scale)
            frame = Rectangle(x: x.start, y: y.start, size: Size(width: x.units, height: y.units))
            visible = Rectangle(x: x.first, y: y.first, size: Size(width: x.pixels, height: y.pixels))
        } else {
            let size = Self.fitted(picture, in: window)
            frame = Rectangle(
                x: Self.middle(size.width, in: window.width, scale),
                y: Self.middle(size.height, in: window.height, scale), size: size)
            visible = Rectangle(x: 0, y: 0, size: picture)
        }
    }

    /// The size of a window that shows a picture exactly, without black beside it.
    ///
    /// - Returns: surface-local units.
    package static func window(for picture: Size, at scale: Scale) -> Size {
        Size(
            width: ExactLength(picture.width, times: 1, at: scale).units,
            height: ExactLength(picture.height, times: 1, at: scale).units)
    }

    /// The size of the picture that fills a window exactly.
    ///
    /// Where not every length is whole in pixels, a stripe of the window stays black: less than `Scale.step`.
    ///
    /// - Parameter window: surface-local units; at least 1×1.
    /// - Returns: pixels.
    package static func picture(filling window: Size, at scale: Scale) -> Size {
        func length(_ units: Int32) -> Int32 {
            ExactLength(max(1, scale.pixels(units)), times: 1, at: scale).pixels
        }
        return Size(width: length(window.width), height: length(window.height))
    }

    /// How large the whole picture is at the scale in which it is drawn, in device pixels, with what is cut off.
    package var shown: Size {
        guard let multiple else { return scale.pixels(frame.size) }
        return Size(
            width: Int32(clamping: Int64(picture.width) * Int64(multiple)),
            height: Int32(clamping: Int64(picture.height) * Int64(multiple)))
    }

    /// Where a plane is drawn; nil where no pixel of it is on the screen.
    ///
    /// What lies beyond the screen is cut off, as scan-out does, in whole pixels of the plane. The corner rounds down,
    /// so that a plane that moves by a pixel never moves backwards; the size is exact where the screen's is, else it rounds
    /// to the nearest, and is at least 1, because a viewport's destination must not be empty (viewporter, bad_value).
    package func place(_ plane: Plane) -> Placement? {
        if plane.kind == .primary {
            return Placement(rectangle: frame, crop: visible.size == picture ? nil : visible)
        }
        let size = Size(plane.layout)
        let left = max(plane.position.x, visible.x)
        let top = max(plane.position.y, visible.y)
        let right = min(plane.position.x + size.width, visible.x + visible.size.width)
        let bottom = min(plane.position.y + size.height, visible.y + visible.size.height)
        guard left < right, top < bottom else { return nil }
        let width = length(right - left, frame.size.width, visible.size.width)
        let height = length(bottom - top, frame.size.height, visible.size.height)
        let shown = Size(width: width.pixels, height: height.pixels)
        return Placement(
            rectangle: Rectangle(
                x: frame.x + Self.floor(left - visible.x, by: frame.size.width, over: visible.size.width),
                y: frame.y + Self.floor(top - visible.y, by: frame.size.height, over: visible.size.height),
                size: Size(width: width.units, height: height.units)),
            crop: shown == size
                ? nil : Rectangle(x: left - plane.position.x, y: top - plane.position.y, size: shown))
    }

    /// How a cursor is drawn that is not bound to the screen, with nothing cut off at its edges: as large as `place` has it.
    ///
    /// - Returns: nil for a plane whose hotspot nobody knows.
    package func point(with plane: Plane) -> PointerPlacement? {
        guard let hotspot = plane.hotspot else { return nil }
        let size = Size(plane.layout)
        let width = length(size.width, frame.size.width, visible.size.width)
        let height = length(size.height, frame.size.height, visible.size.height)
        let shown = Size(width: width.pixels, height: height.pixels)
        let x = Self.floor(hotspot.x, by: frame.size.width, over: visible.size.width)
        let y = Self.floor(hotspot.y, by: frame.size.height, over: visible.size.height)
        return PointerPlacement(
            size: Size(width: width.units, height: height.units),
            crop: shown == size ? nil : Rectangle(x: 0, y: 0, size: shown),
            hotspot: Plane.Position(x: min(x, width.units - 1), y: min(y, height.units - 1)))
    }

    /// How much of a plane's width or height is drawn, and in how many units.
    private func length(_ pixels: Int32, _ frame: Int32, _ visible: Int32) -> (pixels: Int32, units: Int32) {
        guard let multiple else { return (pixels, Self.scale(pixels, by: frame, over: visible)) }
        let exact = ExactLength(pixels, times: multiple, at: scale)
        return (exact.pixels, exact.units)
    }
}

extension Letterbox {
    /// - Parameter window: pixels.
    private static func multiple(of picture: Size, in window: Size, _ scale: Scale, _ scaling: Scaling)
        -> Int32?
    {
        // A window that holds the picture but for what an exact length may cut off counts as holding it, and one that is
        // larger by as little as being of its size: at 150 %, a full-screen window on 2560 pixels is 1706 or 1707 units
        // wide, which are 2559 or 2560.5 pixels.
        let slack = Int64(scale.step.isFine ? scale.step.pixels - 1 : (scale.rawValue - 1) / 120)
        let wide = Int64(window.width) - Int64(picture.width)
        let high = Int64(window.height) - Int64(picture.height)
        switch scaling {
        case .unscaled:
            return 1
        case .fit:
            return min(wide, high) >= -slack && min(wide, high) <= slack ? 1 : nil
        case .integer:
            guard min(wide, high) >= -slack else { return nil }
            return Int32(
                clamping: min(
                    (Int64(window.width) + slack) / Int64(picture.width),
                    (Int64(window.height) + slack) / Int64(picture.height)))
        }
    }

    /// An axis of a picture in the middle of a window: where it begins and how long it is in surface-local units, and which
    /// guest pixels are drawn.
    private static func centred(_ picture: Int32, times multiple: Int32, in window: Int32, _ scale: Scale)
        -> (start: Int32, units: Int32, first: Int32, pixels: Int32)
    {
        // Whole pixels, but where the compositor is relied upon to round.
        let room =
            scale.step.isFine
            ? Int32(clamping: Int64(window) * Int64(scale.rawValue) / 120) : scale.pixels(window)
        let exact = ExactLength(max(1, min(picture, room / multiple)), times: multiple, at: scale)
        let units = min(exact.units, window)
        return (middle(units, in: window, scale), units, (picture - exact.pixels) / 2, exact.pixels)
    }

    /// Where something begins that is in the middle: on a pixel, if there is one near.
    private static func middle(_ length: Int32, in window: Int32, _ scale: Scale) -> Int32 {
        let middle = (window - length) / 2
        return scale.step.isFine ? scale.aligned(middle) : middle
    }

    /// The largest size that fits into a window, in its units.
    private static func fitted(_ picture: Size, in window: Size) -> Size {
        // Which side limits, without division: picture.width / picture.height against window.width / window.height.
        let byWidth =
            Int64(picture.width) * Int64(window.height) >= Int64(window.width) * Int64(picture.height)
        return byWidth
            ? Size(
                width: window.width, height: scale(picture.height, by: window.width, over: picture.width))
            : Size(
                width: scale(picture.width, by: window.height, over: picture.height), height: window.height)
    }

    private static func scale(_ length: Int32, by numerator: Int32, over denominator: Int32) -> Int32 {
        let doubled = 2 * Int64(length) * Int64(numerator) + Int64(denominator)
        return max(1, Int32(clamping: doubled / (2 * Int64(denominator))))
    }

    /// For lengths that are not negative.
    private static func floor(_ length: Int32, by numerator: Int32, over denominator: Int32) -> Int32 {
        Int32(clamping: Int64(length) * Int64(numerator) / Int64(denominator))
    }
}
