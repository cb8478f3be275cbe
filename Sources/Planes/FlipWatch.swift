/// Tells guests that flip between buffers from guests that draw into the one that is shown.
///
/// The same identity is not the same content. A guest that flips never draws into the buffer that is shown, so the
/// identity says all. One that has a single buffer (a text console, a simple display driver) gives no sign at all: its
/// buffer is committed with damage again and again.
package struct FlipWatch {
    private var layout: BufferLayout?
    private var first: BufferIdentity?
    /// Whether two buffers of the present mode have been seen.
    package private(set) var flips = false

    package init() {}

    /// Notes what the primary plane shows.
    package mutating func saw(_ identity: BufferIdentity) {
        if layout != identity.layout {
            layout = identity.layout
            first = identity
            flips = false
        } else if first != identity {
            flips = true
        }
    }
}
