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

extension Size {
    /// The largest size of this shape that is within another, at least 1×1, and itself where it is.
    package func fitted(within limit: Size) -> Size {
        guard width > limit.width || height > limit.height else { return self }
        if Int64(width) * Int64(limit.height) >= Int64(limit.width) * Int64(height) {
            let height = Int64(self.height) * Int64(limit.width) / Int64(width)
            return Size(width: limit.width, height: max(1, Int32(clamping: height)))
        }
        let width = Int64(self.width) * Int64(limit.height) / Int64(height)
        return Size(width: max(1, Int32(clamping: width)), height: limit.height)
    }
}

extension Monitor {
    /// The same, smaller where a device takes no more. What is left of the window stays black.
    ///
    /// - Parameter limit: pixels; a length of 0 is none.
    package func fitted(within limit: Size) -> Monitor {
        let limit = Size(
            width: limit.width > 0 ? limit.width : .max, height: limit.height > 0 ? limit.height : .max)
        let size = size.fitted(within: limit)
        guard size != self.size else { return self }
        let millimetres = millimetres.map { whole in
            Size(
                width: Int32(clamping: Int64(whole.width) * Int64(size.width) / Int64(self.size.width)),
                height: Int32(clamping: Int64(whole.height) * Int64(size.height) / Int64(self.size.height)))
        }
        return Monitor(size: size, millimetres: millimetres, refresh: refresh)
    }
}
