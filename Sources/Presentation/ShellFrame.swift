internal import Planes
internal import Wayland

/// A window by xdg-shell, whose decorations, if it has any, are the compositor's.
final class ShellFrame: WindowFrame {
    var onConfigure: ((FrameConfiguration) -> Void)?
    var onClose: (() -> Void)?

    private let surface: WlSurface
    private let shell: XdgSurface
    private let toplevel: XdgToplevel
    private let decoration: ZxdgToplevelDecorationV1?
    /// What has been said, and holds when all of it is.
    private var coming = FrameConfiguration()

    /// `xdg_toplevel.state.suspended`, of version 6, which Debian 12's wayland-protocols does not describe.
    private static let suspended: UInt32 = 9

    /// - Parameter isBare: it has no decorations.
    init(_ surface: WlSurface, _ compositor: Compositor, title: String, isBare: Bool) {
        self.surface = surface
        shell = compositor.windows.getXdgSurface(surface: surface)
        toplevel = shell.getToplevel()
        decoration = compositor.decorations.manager?.getToplevelDecoration(toplevel: toplevel)
        // What the client draws of them is nothing.
        decoration?.setMode(mode: isBare ? .clientSide : .serverSide)
        toplevel.setAppId(appId: Window.applicationID)
        toplevel.setTitle(title: title)
        if let icons = compositor.icons {
            // Of the user's theme; the compositor keeps it for the window.
            let icon = icons.createIcon()
            icon.setName(iconName: Window.applicationID)
            icons.setIcon(toplevel: toplevel, icon: icon)
            icon.destroy()
        }
        // No picture is too small to be looked at.
        toplevel.setMinSize(width: 1, height: 1)
        toplevel.onEvent = { [unowned self] event in receive(event) }
        shell.onEvent = { [unowned self] event in
            guard case .configure(let serial) = event else { return }
            shell.ackConfigure(serial: serial)
            onConfigure?(coming)
        }
    }

    deinit {
        // The role first, then what has it (xdg-shell, xdg_surface.destroy).
        decoration?.destroy()
        toplevel.destroy()
        shell.destroy()
    }

    func map() { surface.commit() }

    func setTitle(_ title: String) { toplevel.setTitle(title: title) }

    func fill(_ output: WlOutput?) { toplevel.setFullscreen(output: output) }

    func leaveOutput() { toplevel.unsetFullscreen() }

    func resize(to size: Size) {
        // Planes may reach beyond the root surface for a moment; the window's edge is the background's.
        shell.setWindowGeometry(x: 0, y: 0, width: size.width, height: size.height)
    }

    private func receive(_ event: XdgToplevel.Event) {
        switch event {
        case .configure(let width, let height, let states):
            let states = states.elements(as: UInt32.self)
            // Negative sizes are no sizes.
            coming = FrameConfiguration(
                size: Size(width: max(0, width), height: max(0, height)),
                isFullscreen: states.contains(XdgToplevel.State.fullscreen.rawValue),
                isResizing: states.contains(XdgToplevel.State.resizing.rawValue),
                isSuspended: states.contains(Self.suspended))
        case .close:
            onClose?()
        case .configureBounds, .wmCapabilities:
            break
        }
    }
}
