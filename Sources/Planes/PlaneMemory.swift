package import Descriptors

/// The memory of one buffer identity, owned.
package enum PlaneMemory: ~Copyable {
    /// A file that a compositor can be handed.
    case file(BufferMemory)
    /// Memory that this process alone can read, and that the guest draws into: its rows are copied. It starts at the
    /// memory's first byte and holds the whole picture.
    case mapping(Mapping)
    /// The same, but the guest draws elsewhere.
    case fetched(FetchedMemory)
}
