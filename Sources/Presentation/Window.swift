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

    private let compositor: Compositor
    private let shell: XdgSurface
    private let toplevel: XdgToplevel
    private let decoration: ZxdgToplevelDecorationV1?
    private let viewport: WpViewport
    private let fractionalScale: WpFractionalScaleV1?
    private let background: WlBuffer
    /// What the user asks for.
    private let options: WindowOptions
    /// What the compositor asked for last; zero leaves it to the window.
    private var wish = Size(width: 0, height: 0)
    /// What `wish` and `isFullscreen` are to be as soon as the compositor has said all of it.
    private var coming = (wish: Size(width: 0, height: 0), isFullscreen: false)
    /// What the window takes when it is left to it.
    private var preferredSize: Size

    /// Names the window to compositors and desktops: the name of its desktop file.
    static let applicationID = "planeview"

    /// `xdg_toplevel.state.suspended`, of version 6, which Debian 12's wayland-protocols does not describe.
    private static let suspended: UInt32 = 9

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
        fractionalScale = compositor.fractionalScales?.getFractionalScale(surface: surface)
        background = try compositor.blackPixel()
        shell = compositor.windows.getXdgSurface(surface: surface)
        toplevel = shell.getToplevel()
        decoration = compositor.decorations?.getToplevelDecoration(toplevel: toplevel)
        // What the client draws of them is nothing.
        decoration?.setMode(mode: options.isKiosk ? .clientSide : .serverSide)
        toplevel.setAppId(appId: Self.applicationID)
        toplevel.setTitle(title: title)
        // No picture is too small to be looked at.
        toplevel.setMinSize(width: 1, height: 1)
        if options.isFullscreen { fillOutput() }
        keepOutput()
        toplevel.onEvent = { [unowned self] event in receive(event) }
        surface.onEvent = { [unowned self] event in
            if case .enter(let output?) = event { onOutput?(output) }
        }
        fractionalScale?.onEvent = { [unowned self] event in
            guard case .preferredScale(let number) = event, Scale(number) != scale else { return }
            scale = Scale(number)
            // Before the first configure there is nothing to commit.
            if isConfigured { onConfigure?() }
        }
        shell.onEvent = { [unowned self] event in
            if case .configure(let serial) = event { configure(serial) }
        }
        // The first commit, without a buffer, asks for the first configure.
        surface.commit()
    }

    deinit {
        // The role first, then what has it (xdg-shell, xdg_surface.destroy); the rest in any order.
        decoration?.destroy()
        toplevel.destroy()
        shell.destroy()
        fractionalScale?.destroy()
        viewport.destroy()
        surface.destroy()
    }

    func setTitle(_ title: String) {
        toplevel.setTitle(title: title)
    }

    /// Asks for the whole of an output, or for a window again. The compositor says what comes of it.
    func toggleFullscreen() {
        if isFullscreen { toplevel.unsetFullscreen() } else { fillOutput() }
    }

    private func fillOutput() {
        toplevel.setFullscreen(output: options.output.flatMap(compositor.outputs.output(named:)))
    }

    /// A kiosk's window goes back to its output when that is there again.
    private func keepOutput() {
        guard options.isKiosk, let name = options.output else { return }
        compositor.outputs.watch(for: name) { [weak self] _ in self?.fillOutput() }
    }

    /// Says how large the window would like to be. It is so large when the compositor leaves it to the window.
    ///
    /// - Returns: whether the size changed, and the root surface must be committed.
    func prefer(_ size: Size) -> Bool {
        preferredSize = size
        return isConfigured && resize()
    }

    private func receive(_ event: XdgToplevel.Event) {
        switch event {
        case .configure(let width, let height, let states):
            let states = states.elements(as: UInt32.self)
            // Negative sizes are no sizes.
            coming.wish = Size(width: max(0, width), height: max(0, height))
            coming.isFullscreen = states.contains(XdgToplevel.State.fullscreen.rawValue)
            onSuspend?(states.contains(Self.suspended))
        case .close:
            onClose?()
        case .configureBounds, .wmCapabilities:
            break
        }
    }

    private func configure(_ serial: UInt32) {
        shell.ackConfigure(serial: serial)
        wish = coming.wish
        // A kiosk's window has no business being anything else. It asks once for each time: the compositor may refuse.
        if options.isKiosk && isFullscreen && !coming.isFullscreen { fillOutput() }
        isFullscreen = coming.isFullscreen
        if !isConfigured {
            isConfigured = true
            surface.attach(buffer: background, x: 0, y: 0)
            surface.damageBuffer(x: 0, y: 0, width: 1, height: 1)
            size = Size(width: 0, height: 0)
        }
        _ = resize()
        onConfigure?()
    }

    private func resize() -> Bool {
        let new = Size(
            width: wish.width > 0 ? wish.width : preferredSize.width,
            height: wish.height > 0 ? wish.height : preferredSize.height)
        guard new != size else { return false }
        size = new
        viewport.setDestination(width: size.width, height: size.height)
        // Planes may reach beyond the root surface for a moment; the window's edge is the background's.
        shell.setWindowGeometry(x: 0, y: 0, width: size.width, height: size.height)
        let region = compositor.region(size.width, size.height)
        surface.setOpaqueRegion(region: region)
        region.destroy()
        return true
    }
}
