internal import Planes

/// Where a copy's rows come from.
protocol RowFeed: AnyObject {
    /// The rows that differ from the last frame.
    ///
    /// - Parameters:
    ///   - source: how the picture lies in the memory.
    ///   - newest: the buffer with the last frame; nil when there was none.
    func changes(
        in memory: HeldMemory, _ source: BufferLayout, since newest: CopyBuffer?
    ) throws(CopyFault) -> RowSet

    /// Puts rows of the picture that `changes` has looked at into a buffer: that makes a frame.
    ///
    /// - Returns: the bytes that were copied.
    func fill(
        _ rows: RowSet, of target: CopyBuffer, from memory: HeldMemory, _ source: BufferLayout
    ) throws(CopyFault) -> Int
}

extension HeldMemory {
    /// Lends the bytes of the picture, with a copy's errors.
    func lend<Result>(_ body: (RawSpan) -> Result) throws(CopyFault) -> Result {
        do { return try read(body) } catch { throw .unreadable(error) }
    }
}
