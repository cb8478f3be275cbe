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
    /// Which opening of the device the name is of, for sources that open theirs again (`Reconnection`): the same name of
    /// another opening is other memory. 0 for the first, and for sources that know of one alone.
    package let opening: UInt32

    package init(_ name: Name, layout: BufferLayout, opening: UInt32 = 0) {
        self.name = name
        self.layout = layout
        self.opening = opening
    }

    /// The same name and layout, of an opening.
    package func of(opening: UInt32) -> BufferIdentity {
        BufferIdentity(name, layout: layout, opening: opening)
    }

    /// The name says nearly all: the layout, which is ten times as long, is compared and not hashed.
    package func hash(into hasher: inout Hasher) {
        switch name {
        case .number(let number): hasher.combine(number)
        case .descriptor(let number, _): hasher.combine(number)
        case .region(let index): hasher.combine(index)
        }
    }
}
