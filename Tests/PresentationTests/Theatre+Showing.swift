import Input
import TestCompositor

extension Theatre {
    /// One with a picture in its window.
    ///
    /// - Parameter globals: what the compositor offers besides the usual.
    static func showing(
        with globals: [String: UInt32], sink: (any InputSink)? = nil, clipboard: (any GuestClipboard)? = nil
    ) throws -> Theatre {
        let source = ScriptedSource()
        source.show(1)
        let theatre = try Theatre(
            TestCompositor(globals: TestCompositor.everything.merging(globals) { $1 }), source, sink: sink,
            clipboard: clipboard)
        try theatre.poll { theatre.layers.count == 2 }
        return theatre
    }
}
