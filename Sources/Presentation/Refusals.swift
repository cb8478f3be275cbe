internal import Planes

/// The layouts of buffers that the compositor has refused, as long as it does not change its mind.
struct Refusals {
    private var layouts: Set<BufferLayout> = []
    private var epoch = 0

    /// - Parameter epoch: `DmabufImporter.epoch` of now.
    func contains(_ layout: BufferLayout, _ epoch: Int) -> Bool {
        self.epoch == epoch && layouts.contains(layout)
    }

    /// - Parameter epoch: `DmabufImporter.epoch` when the buffer was offered.
    mutating func insert(_ layout: BufferLayout, _ epoch: Int) {
        if self.epoch != epoch { layouts.removeAll() }
        self.epoch = epoch
        // A guest that changes its mode without end must not fill the memory: what is forgotten is offered once more.
        if layouts.count >= Self.limit { layouts.removeAll() }
        layouts.insert(layout)
    }

    private static let limit = 64
}
