/// What says 'the same memory again', as far as a source can tell.
///
/// It carries the whole layout, because ids are recycled for other geometries (i915 GVT-g hands out the lowest free
/// number): the same id with another layout is other memory.
package struct BufferIdentity: Hashable, Sendable {
    /// The source's name for the memory.
    package enum Name: Hashable, Sendable {
        /// The mainline ABI's `dmabuf_id`, or another number that the source gives out.
        case number(UInt32)
        /// The v11 ABI's descriptor number and the inode behind it.
        case descriptor(Int32, inode: UInt64)
        /// A region of the device (`region_index`).
        case region(UInt32)
    }

    package let name: Name
    package let layout: BufferLayout

    package init(_ name: Name, layout: BufferLayout) {
        self.name = name
        self.layout = layout
    }
}
