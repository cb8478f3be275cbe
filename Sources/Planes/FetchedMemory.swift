package import Descriptors

/// Memory of this process's own, into which a picture is brought when it is to be read: the one that the guest draws is in
/// memory that this process must not have.
package struct FetchedMemory: ~Copyable {
    /// Starts at the picture's first byte and holds all of it.
    package let mapping: Mapping
    /// Brings the picture, unless it has been brought since the source was asked for its planes last.
    ///
    /// It throws when that cannot be done any more.
    package let fetch: () throws(SystemError) -> Void

    package init(_ mapping: consuming Mapping, by fetch: @escaping () throws(SystemError) -> Void) {
        self.mapping = mapping
        self.fetch = fetch
    }
}
