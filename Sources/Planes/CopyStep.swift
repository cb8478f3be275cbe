/// One way of copying a plane for the compositor: a rung of the ladder below `direct`.
package struct CopyStep: Hashable, Sendable {
    /// `udmabuf` or `shm`.
    package let path: PixelPath
    /// The copy's format: the plane's own, or what its pixels are converted to.
    package let format: Fourcc
    /// What a copy that is a dma-buf is imported with; rows lie one after the other either way.
    package let modifier: Modifier

    package init(path: PixelPath, format: Fourcc, modifier: Modifier = .linear) {
        self.path = path
        self.format = format
        self.modifier = modifier
    }

    /// How a picture lies in its copy.
    ///
    /// - Parameter source: how it lies where it comes from.
    package func layout(of source: BufferLayout) -> BufferLayout {
        let row = source.width * (format.bytesPerPixel ?? 1)
        // GPUs want rows of a dma-buf to begin at multiples of 64 (Intel) or 256 bytes (AMD).
        let stride = path == .udmabuf ? (row + 255) / 256 * 256 : row
        return BufferLayout(width: source.width, height: source.height, format: format, stride: stride)
    }

    /// The ways that a compositor takes, the best first: as the pixels are, before converted; a dma-buf before wl_shm.
    /// What it takes as it is, is never converted.
    ///
    /// - Parameters:
    ///   - layout: the plane's. One of implicit arrangement is read as linear, which is what a device without modifiers
    ///     means (v11).
    ///   - dmabuf: nil where the compositor takes no dma-bufs.
    ///   - sharedMemory: the formats that wl_shm takes.
    package static func steps(
        for layout: BufferLayout, dmabuf: DmabufFormats?, sharedMemory: Set<Fourcc>
    ) -> [CopyStep] {
        guard layout.isReadByRows, layout.format.bytesPerPixel != nil else { return [] }
        var formats = [layout.format]
        if let target = PixelConverter.target(for: layout.format), target != layout.format {
            formats.append(target)
        }
        return formats.flatMap { format -> [CopyStep] in
            let copy = BufferLayout(
                width: layout.width, height: layout.height, format: format, stride: layout.stride)
            var steps: [CopyStep] = []
            if let choice = dmabuf?.choice(for: copy) {
                steps.append(CopyStep(path: .udmabuf, format: format, modifier: choice.modifier))
            }
            if sharedMemory.contains(format) { steps.append(CopyStep(path: .shm, format: format)) }
            return steps
        }
    }

    /// Why a path has no step.
    package static func obstacle(
        on path: PixelPath, _ layout: BufferLayout, dmabuf: DmabufFormats?
    ) -> PathObstacle {
        if !layout.isReadByRows { return .tiled(layout.modifier) }
        if layout.format.bytesPerPixel == nil { return .uncopied(layout.format) }
        if path == .udmabuf, dmabuf == nil { return .noDmabufs }
        return .format(layout.format)
    }
}

extension BufferLayout {
    /// Whether a row's pixels lie one after the other in memory.
    package var isReadByRows: Bool { modifier == .linear || modifier == .implicit }
}
