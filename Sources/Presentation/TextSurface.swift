internal import Descriptors
internal import Planes
internal import Text
internal import Wayland

/// Text over the picture, on a sub-surface of its own that is there only while there is something to say. So is the library
/// that draws it: a window without text maps none.
final class TextSurface {
    /// Where in the window the text is.
    enum Place {
        case topLeft
        case centre
    }

    private let window: Window
    private let compositor: Compositor
    private let place: Place
    private let report: (String) -> Void
    private var library: TextLibrary?
    private var layer: LayerSurface?
    private let retired = RetiredBuffers()
    /// What is drawn.
    private var drawn: Drawn?
    /// How it is laid out, and where; nil while nothing is.
    private var laidOut: (text: TextLayout, x: Int32, y: Int32)?
    /// Text cannot be drawn, which was said.
    private var hasFailed = false

    private struct Drawn: Equatable {
        let block: TextBlock
        let scale: Scale
        let window: Size
    }

    /// From the edges of the window; surface-local units.
    private static let margin: Int32 = 12

    /// - Parameter report: takes a sentence, once, where text cannot be drawn.
    init(on window: Window, _ compositor: Compositor, at place: Place, _ report: @escaping (String) -> Void) {
        self.window = window
        self.compositor = compositor
        self.place = place
        self.report = report
    }

    /// Shows a block of text, at most as wide as the window. What is shown already is not drawn again.
    ///
    /// - Returns: whether the root must be committed.
    func show(_ block: TextBlock) -> Bool {
        let new = Drawn(block: block, scale: window.scale, window: window.size)
        guard new != drawn, !hasFailed else { return false }
        do {
            try draw(new)
            drawn = new
            return true
        } catch {
            hasFailed = true
            report("no text in the window: \(error)")
            return hide()
        }
    }

    /// Shows nothing, and lets go of what text takes.
    ///
    /// - Returns: whether the root must be committed.
    func hide() -> Bool {
        library = nil
        drawn = nil
        laidOut = nil
        defer { layer = nil }
        return layer != nil
    }

    /// The paragraph at a point; nil between them and beside them.
    ///
    /// - Parameters: surface-local units, from the window's corner.
    func row(x: Double, y: Double) -> Int? {
        laidOut.flatMap { $0.text.row(x: x - Double($0.x), y: y - Double($0.y)) }
    }

    private func draw(_ new: Drawn) throws {
        let library = try library ?? TextLibrary.load()
        self.library = library
        var block = new.block
        block.width = .atMost(max(1, new.window.width - 2 * Self.margin))
        let text = try TextLayout(block, scale: new.scale, library: library)
        let stride = UInt32(text.pixels.width) * 4
        let layout = BufferLayout(
            width: UInt32(text.pixels.width), height: UInt32(text.pixels.height), format: .argb8888,
            stride: stride)
        let size = layout.compositorByteCount
        let memory = try OwnedDescriptor.sealedMemory("planeview-text", size: size)
        let mapping = try Mapping(memory, count: Int(size), access: .readWrite)
        try unsafe mapping.withMutableBytes { (bytes) throws(TextError) in
            try unsafe text.draw(into: bytes, stride: Int(stride))
        }
        guard let buffer = compositor.sharedMemory.buffer(layout, in: memory, size: size) else { return }
        let layer =
            layer ?? LayerSurface(compositor.surfaces.createSurface(), on: window, compositor)
        self.layer = layer
        let (x, y) =
            switch place {
            case .topLeft: (new.scale.aligned(Self.margin), new.scale.aligned(Self.margin))
            case .centre: text.centred(in: new.window)
            }
        laidOut = (text, x, y)
        layer.subsurface.setPosition(x: x, y: y)
        layer.viewport.setDestination(width: text.size.width, height: text.size.height)
        layer.surface.attach(buffer: buffer, x: 0, y: 0)
        layer.surface.damageBuffer(x: 0, y: 0, width: .max, height: .max)
        layer.surface.commit()
        retired.keep(buffer)
    }
}
