internal import Wayland

/// What makes a surface one of the window's layers: a synchronised sub-surface of the root, with a viewport, that takes no input:
/// what the user does belongs to the window, wherever the guest's cursor is.
final class LayerSurface {
    let surface: WlSurface
    let subsurface: WlSubsurface
    let viewport: WpViewport

    /// - Parameter surface: is taken over, and destroyed with the layer.
    init(_ surface: WlSurface, on window: Window, _ compositor: Compositor) {
        self.surface = surface
        subsurface = compositor.subsurfaces.getSubsurface(surface: surface, parent: window.surface)
        viewport = compositor.viewports.getViewport(surface: surface)
        let nothing = compositor.surfaces.createRegion()
        surface.setInputRegion(region: nothing)
        nothing.destroy()
    }

    deinit {
        viewport.destroy()
        subsurface.destroy()
        surface.destroy()
    }
}
