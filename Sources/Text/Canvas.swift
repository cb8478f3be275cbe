internal import Planes

/// cairo over somebody's memory, for the time of one drawing. All lengths are in pixels.
@safe struct Canvas: ~Copyable {
    private let pango: PangoFunctions
    private let cairo: CairoFunctions
    private let surface: OpaquePointer?
    private let context: OpaquePointer?

    /// - Parameters:
    ///   - bytes: outlives the canvas; has `stride` bytes a row, but for the last.
    ///   - stride: bytes, a multiple of 4.
    @unsafe init(
        _ bytes: UnsafeMutableRawBufferPointer, size: Size, stride: Int32, library: TextLibrary
    ) {
        pango = library.pango
        cairo = library.cairo
        let address = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        // Where cairo fails it answers an object in a state of error, with which everything does nothing.
        unsafe surface = cairo.createSurface(address, Cairo.argb32, size.width, size.height, stride)
        unsafe context = cairo.create(surface)
    }

    deinit {
        unsafe cairo.destroy(context)
        // Whatever else may still hold the surface: the memory is the caller's again.
        unsafe cairo.finishSurface(surface)
        unsafe cairo.destroySurface(surface)
    }

    /// Makes all of it transparent.
    func clear() {
        unsafe cairo.setOperator(context, Cairo.clear)
        unsafe cairo.paint(context)
        unsafe cairo.setOperator(context, Cairo.over)
    }

    /// Fills a box with round corners.
    func fill(_ box: Rectangle, radius: Double, colour: TextColour) {
        set(colour)
        let (left, top) = (Double(box.x), Double(box.y))
        let (width, height) = (Double(box.size.width), Double(box.size.height))
        let radius = min(radius, width / 2, height / 2)
        if radius > 0 {
            let centres = [
                (left + width - radius, top + radius), (left + width - radius, top + height - radius),
                (left + radius, top + height - radius), (left + radius, top + radius),
            ]
            unsafe cairo.newPart(context)
            for (corner, centre) in centres.enumerated() {
                let start = (Double(corner) - 1) * .pi / 2
                unsafe cairo.arc(context, centre.0, centre.1, radius, start, start + .pi / 2)
            }
            unsafe cairo.closePath(context)
        } else {
            unsafe cairo.rectangle(context, left, top, width, height)
        }
        unsafe cairo.fill(context)
    }

    /// Draws a layout of Pango's, with its upper left corner at a place, and nothing beyond the box.
    @unsafe func show(_ layout: OpaquePointer, colour: TextColour, x: Int32, y: Int32, within box: Rectangle)
    {
        set(colour)
        unsafe cairo.save(context)
        unsafe cairo.rectangle(
            context, Double(box.x), Double(box.y), Double(box.size.width), Double(box.size.height))
        unsafe cairo.clip(context)
        unsafe cairo.moveTo(context, Double(x), Double(y))
        unsafe pango.show(context, layout)
        unsafe cairo.restore(context)
    }

    /// Sees to it that all that was drawn is in memory.
    ///
    /// - Throws: `TextError` when something failed on the way, such as for lack of memory.
    func flush() throws(TextError) {
        unsafe cairo.flushSurface(surface)
        let status = unsafe cairo.status(context)
        guard status == 0 else {
            let reason = unsafe cairo.statusText(status).map { unsafe String(cString: $0) }
            throw .failed(reason ?? "cairo's status is \(status)")
        }
    }

    private func set(_ colour: TextColour) {
        let (red, green, blue) = colour.channels
        unsafe cairo.setColour(context, red, green, blue, colour.alpha)
    }
}
