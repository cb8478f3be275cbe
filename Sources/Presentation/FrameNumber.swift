/// What tells the pictures of a plane's copies apart.
struct FrameNumber: Equatable {
    /// The chain of buffers that it is in; no two of a plane have the same.
    let chain: Int
    /// Counts the pictures of the chain.
    let index: Int

    /// Whether this picture is the one after another: what changed since that is known.
    func follows(_ other: FrameNumber?) -> Bool {
        chain == other?.chain && index - 1 == other?.index
    }
}
