internal import Descriptors
internal import Planes
internal import Wayland

/// A toplevel window with a black background, on whose surface the planes lie.
///
/// The background is one black pixel that a viewport stretches (mpv's layout): the bands beside the picture are never
/// drawn by this program, and the planes, each on a surface of its own, stay eligible for scan-out.
package final class Window {
    /// The root surface. A commit of it is what makes all planes' changes visible.
    let surface: WlSurface
    /// Surface-local units.
    private(set) var size: Size
    /// Whether the compositor has said how large the window is: before, nothing may be attached.
    private(set) var isConfigured = false
    /// Called when the size may have changed and the root surface must be committed.
    var onConfigure: (() -> Void)?
    /// Called when the user closes the window.
    package var onClose: (() -> Void)?
    /// Called when the compositor says whether anybody can see the window, as far as it knows.
    var onSuspend: ((Bool) -> Void)?
    /// Pixels of the output in one surface-local unit, as the compositor prefers it.
    private(set) var scale = Scale.one
    /// Called with an output that the window has come onto.
    var onOutput: ((WlOutput) -> Void)?
    /// Whether it fills an output, as the compositor has said; what was asked for may not have come true.
    private(set) var isFullscreen = false

    /// Whether the user has it by a corner, as the compositor has said.
    private(set) var isResizing = false

    private let compositor: Compositor
    /// nil while one is exchanged for another.
    private var frame: (any WindowFrame)?
    private var title: String
    /// The frame draws decorations, or there was none that does.
    private var isDecorated = false
    private let viewport: WpViewport
    /// Of each surface that is followed; empty where scales are whole numbers.
    private var fractionalScales: [WpFractionalScaleV1] = []
    private let background: WlBuffer
    /// What the user asks for.
    private let options: WindowOptions
    /// nil once it was used.
    private var activationToken: String?
    /// The outputs that the window is on, in the order in which its surfaces came onto them.
    private var entered: [(surface: ObjectIdentifier, output: WlOutput)] = []
    /// What the compositor asked for last; zero leaves it to the window.
    private var wish = Size(width: 0, height: 0)
    /// What the window takes when it is left to it and has no picture.
    private let preferredSize: Size
    /// The picture that it would like to show exactly, in pixels; nil before there was one.
    private var picture: Size?

    /// Names the window to compositors and desktops: the name of its desktop file.
    static let applicationID = "planeview"

    init(
        _ compositor: Compositor, title: String, preferredSize: Size,
        _ options: WindowOptions = WindowOptions()
    ) throws(SystemError) {
        self.compositor = compositor
        self.options = options
        self.preferredSize = preferredSize
        size = preferredSize
        surface = compositor.surfaces.createSurface()
        viewport = compositor.viewports.getViewport(surface: surface)
        background = try compositor.blackPixel()
        self.title = title
        activationToken = options.activationToken
        let frame = bareFrame
        self.frame = frame
        if options.isFullscreen { fillOutput() }
        keepOutput()
        follow(surface)
        if compositor.fractionalScales == nil {
            compositor.outputs.onScale[ObjectIdentifier(self)] = { [unowned self] in followOutput() }
        }
        put(frame)
    }

    deinit {
        compositor.outputs.onScale[ObjectIdentifier(self)] = nil
        compositor.outputs.onName[ObjectIdentifier(self)] = nil
        for scale in fractionalScales { scale.destroy() }
        viewport.destroy()
        // The surface goes after its frame, whose role it has: with the last who holds it.
    }

    /// What is known of the output that the window is on; nil where nobody knows which that is.
    var output: Outputs.Description? {
        entered.last.map { compositor.outputs[$0.output] } ?? compositor.outputs.only
    }

    /// Takes what the compositor says of a surface for the whole window: its scale, and the outputs that it is on. A compositor tells
    /// nothing to a surface that nobody sees (wlroots), and the root is covered where the screen fills the window.
    func follow(_ surface: WlSurface) {
        let identifier = ObjectIdentifier(surface)
        surface.onEvent = { [unowned self] event in receive(event, of: identifier) }
        guard let scale = compositor.fractionalScales?.getFractionalScale(surface: surface) else { return }
        fractionalScales.append(scale)
        scale.onEvent = { [unowned self] event in
            guard case .preferredScale(let number) = event else { return }
            rescale(to: Scale(number))
        }
    }

    func setTitle(_ title: String) {
        self.title = title
        frame?.setTitle(title)
    }

    /// Asks for the whole of an output, or for a window again. The compositor says what comes of it.
    func toggleFullscreen() {
        if isFullscreen { frame?.leaveOutput() } else { fillOutput() }
    }

    private func fillOutput() {
        frame?.fill(options.output.flatMap(compositor.outputs.output(named:)))
    }

    /// A kiosk's window goes back to its output when that is there again.
    private func keepOutput() {
        guard options.isKiosk, let name = options.output else { return }
        compositor.outputs.onName[ObjectIdentifier(self)] = { [unowned self] told in
            if told == name { fillOutput() }
        }
    }

    /// Says what picture the window would like to show exactly. It is so large when the compositor leaves it to the window.
    ///
    /// - Parameter picture: pixels.
    /// - Returns: whether the size changed, and the root surface must be committed.
    func prefer(_ picture: Size) -> Bool {
        self.picture = picture
        return isConfigured && resize()
    }

    /// Where the compositor does not say which scale it prefers, takes the output's.
    private func followOutput() {
        guard compositor.fractionalScales == nil, let output = entered.last?.output,
            let scale = compositor.outputs[output]?.scale
        else {
            return
        }
        rescale(to: scale)
    }

    private func rescale(to new: Scale) {
        guard new != scale else { return }
        scale = new
        // Before the first configure there is nothing to commit.
        guard isConfigured else { return }
        _ = resize()
        onConfigure?()
    }

    private func receive(_ event: WlSurface.Event, of surface: ObjectIdentifier) {
        // An output that is gone is left without a word.
        entered.removeAll { compositor.outputs[$0.output] == nil }
        switch event {
        case .enter(let output):
            guard let output else { return }
            entered.append((surface, output))
            onOutput?(output)
        case .leave(let output): entered.removeAll { $0.surface == surface && $0.output === output }
        }
        followOutput()
    }

    /// Begins to be a window, anew if it was one: it is asked how large it is to be before anything is shown.
    private func put(_ frame: any WindowFrame) {
        self.frame = frame
        frame.onConfigure = { [unowned self] in configure($0) }
        frame.onClose = { [unowned self] in onClose?() }
        frame.map()
    }

    /// Has the decorations drawn here where the compositor draws none. A window that fills an output needs none, and none of
    /// the libraries that draw them, until it is one among others.
    ///
    /// - Returns: whether it begins anew.
    private func decorate() -> Bool {
        guard !isFullscreen, !options.isKiosk, !isDecorated, compositor.decorations.areDrawnHere else {
            return false
        }
        isDecorated = true
        if isConfigured {
            // A surface that shows something cannot be given a role (xdg_wm_base.get_xdg_surface).
            isConfigured = false
            surface.attach(buffer: nil, x: 0, y: 0)
            surface.commit()
        }
        // The old role ends before another begins.
        frame = nil
        guard let decorated = compositor.decorations.frame(surface, title: title) else {
            put(bareFrame)
            return true
        }
        decorated.onFailure = { [unowned self] in put(bareFrame) }
        put(decorated)
        return true
    }

    private var bareFrame: ShellFrame {
        ShellFrame(surface, compositor, title: title, isBare: options.isKiosk)
    }

    private func configure(_ configuration: FrameConfiguration) {
        onSuspend?(configuration.isSuspended)
        wish = configuration.size
        // A kiosk's window has no business being anything else. It asks once for each time: the compositor may refuse.
        if options.isKiosk && isFullscreen && !configuration.isFullscreen { fillOutput() }
        isFullscreen = configuration.isFullscreen
        isResizing = configuration.isResizing
        if decorate() { return }
        if !isConfigured {
            isConfigured = true
            surface.attach(buffer: background, x: 0, y: 0)
            surface.damageBuffer(x: 0, y: 0, width: 1, height: 1)
            size = Size(width: 0, height: 0)
            if let token = activationToken {
                activationToken = nil
                compositor.activation?.activate(token: token, surface: surface)
            }
        }
        _ = resize()
        onConfigure?()
    }

    private func resize() -> Bool {
        let own = picture.map { Letterbox.window(for: $0, at: scale) } ?? preferredSize
        let new = Size(
            width: wish.width > 0 ? wish.width : own.width,
            height: wish.height > 0 ? wish.height : own.height)
        guard new != size else { return false }
        size = new
        viewport.setDestination(width: size.width, height: size.height)
        frame?.resize(to: size)
        let region = compositor.region(size.width, size.height)
        surface.setOpaqueRegion(region: region)
        region.destroy()
        return true
    }
}
