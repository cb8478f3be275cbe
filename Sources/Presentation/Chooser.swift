internal import Descriptors
internal import Planes
internal import Text
internal import Wayland

/// A window that lists things, one of which its user takes: by its digit, with a click, or with arrows and Enter.
package final class Chooser {
    /// What the window says.
    package struct Content: Equatable, Sendable {
        package var heading: String
        /// The first `limit` are shown.
        package var items: [ChooserItem]
        /// Sentences below.
        package var remarks: [String]

        package init(heading: String, items: [ChooserItem], remarks: [String]) {
            self.heading = heading
            self.items = items
            self.remarks = remarks
        }
    }

    /// Called with the item that is taken.
    package var onChoice: ((Int) -> Void)?
    /// Called when the user wants none.
    package var onClose: (() -> Void)?
    /// What the window says. What is pointed out stays so while it is there.
    package var content: Content {
        didSet {
            guard content != oldValue else { return }
            list.set(content.items)
            redraw()
        }
    }

    private let window: Window
    private let input: WindowInput
    private let text: TextSurface
    private var list = ChooserList()
    /// Where the button went down.
    private var pressed: Int?
    /// Where the pointer is; nil while it is elsewhere. Surface-local units.
    private var pointer: (x: Double, y: Double)?

    /// So many items are shown.
    package static let limit = ChooserList.limit
    /// `BTN_LEFT`.
    private static let leftButton: UInt32 = 0x110
    private static let size = Size(width: 800, height: 600)

    /// Opens the window.
    ///
    /// - Parameter report: takes a sentence where text cannot be drawn any more.
    /// - Throws: `PresentationError.text` where no text can be drawn; `system`.
    package init(
        _ content: Content, titled title: String, on compositor: Compositor,
        _ options: WindowOptions = WindowOptions(), report: @escaping (String) -> Void
    ) throws(PresentationError) {
        do throws(TextError) {
            _ = try TextLibrary.load()
        } catch {
            throw .text(error.description)
        }
        do {
            window = try Window(compositor, title: title, preferredSize: Self.size, options)
        } catch {
            throw .system(error)
        }
        self.content = content
        input = WindowInput(window.surface, compositor.seats, .chooser)
        text = TextSurface(on: window, compositor, at: .centre, report)
        list.set(content.items)
        window.onClose = { [unowned self] in onClose?() }
        window.onConfigure = { [unowned self] in
            _ = text.show(look.block)
            window.surface.commit()
        }
        input.onAction = { [unowned self] action in
            switch action {
            case .close: onClose?()
            case .toggleFullscreen: window.toggleFullscreen()
            case .toggleOverlay, .takeScreenshot: break
            }
        }
        input.onInput = { [unowned self] in receive($0) }
    }

    private var look: ChooserText {
        ChooserText(heading: content.heading, list: list, remarks: content.remarks)
    }

    private func redraw() {
        if window.isConfigured, text.show(look.block) { window.surface.commit() }
    }

    private func receive(_ event: InputEvent) {
        switch event {
        case .key(let code, isPressed: true): press(code)
        case .pointerEntered(let x, let y), .pointerMoved(let x, let y):
            pointer = (x, y)
            if list.point(at: pointed) { redraw() }
        case .pointerLeft:
            pointer = nil
            pressed = nil
        case .button(Self.leftButton, isPressed: true):
            pressed = pointed
        case .button(Self.leftButton, isPressed: false):
            // As buttons do everywhere: it is meant where the button goes down and comes up.
            if let pressed, pressed == pointed { take(pressed) }
            pressed = nil
        default: break
        }
    }

    /// What is under the pointer.
    private var pointed: Int? {
        pointer.flatMap { text.row(x: $0.x, y: $0.y) }.flatMap { look.item(ofRow: $0) }
    }

    private func press(_ code: UInt32) {
        switch ChooserKey(code) {
        case .item(let index): take(index)
        case .step(let step):
            list.move(step)
            redraw()
        case .enter: if let index = list.highlighted { take(index) }
        case nil: break
        }
    }

    private func take(_ index: Int) {
        if list.isChoosable(index) { onChoice?(index) }
    }
}
