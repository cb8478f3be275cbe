/// What a compositor takes, for sources that have a choice.
package struct PresentableFormats: Equatable, Sendable {
    /// As dma-bufs, the best first; nil where it takes none.
    package var dmabuf: DmabufFormats?
    /// Through wl_shm, or converted to one of these: the copy paths.
    package var sharedMemory: Set<Fourcc>

    package init(dmabuf: DmabufFormats? = nil, sharedMemory: Set<Fourcc> = []) {
        self.dmabuf = dmabuf
        self.sharedMemory = sharedMemory
    }

    /// How good a way a linear picture of a format has; nil where there is none.
    package func path(for format: Fourcc) -> Path? {
        let layout = BufferLayout(width: 1, height: 1, format: format, stride: 1)
        if let dmabuf, let tranche = dmabuf.tranche(for: layout) { return .direct(tranche: tranche) }
        return copies(format) ? .copied : nil
    }

    /// Whether rows of a format can be copied into something that the compositor takes.
    package func copies(_ format: Fourcc) -> Bool {
        let layout = BufferLayout(width: 1, height: 1, format: format, stride: 1)
        return !CopyStep.steps(for: layout, dmabuf: dmabuf, sharedMemory: sharedMemory).isEmpty
    }

    /// The way of a format's pictures, as far as it can be told before there is one. The lesser is the better.
    package enum Path: Comparable, Sendable {
        /// As dma-bufs, by the tranche that has the format.
        case direct(tranche: Int)
        /// Their rows are copied.
        case copied
    }
}
