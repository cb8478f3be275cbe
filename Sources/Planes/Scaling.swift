/// How large a device's screen is drawn.
package enum Scaling: String, CaseIterable, Sendable {
    /// As large as fits, with its aspect kept.
    case fit
    /// The largest whole multiple that fits, so that all guest pixels are as large as each other. Whether they have sharp
    /// edges is up to the compositor's filter (Weston's is linear). A screen that is larger than the window is shown as
    /// with `fit`.
    case integer
    /// Never scaled: each guest pixel is a device pixel, and what does not fit is cut off at the edges.
    case unscaled = "1:1"
}
