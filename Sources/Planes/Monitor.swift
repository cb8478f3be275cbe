/// A monitor for the guest, of the window's making: a guest that drives it in its preferred mode fills the window exactly.
package struct Monitor: Hashable, Sendable {
    /// Pixels of the preferred mode; at least 1×1.
    package var size: Size
    /// How large that is on the user's desk, in millimetres, so that the guest finds its pixel density; nil where nobody
    /// knows.
    package var millimetres: Size?
    /// Refreshes of the output in a thousand seconds (mHz), as `wl_output.mode` counts.
    package var refresh: Int32

    package init(size: Size, millimetres: Size? = nil, refresh: Int32 = 60_000) {
        self.size = size
        self.millimetres = millimetres
        self.refresh = refresh
    }
}
