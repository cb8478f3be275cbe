/// What a device grants of the buffers that it is asked for.
package struct BufferGrant: Equatable, Sendable {
    package let count: UInt32
    /// Buffers can be freed while their memory is still in use elsewhere (`V4L2_BUF_CAP_SUPPORTS_ORPHANED_BUFS`).
    package let orphans: Bool

    package init(count: UInt32, orphans: Bool) {
        self.count = count
        self.orphans = orphans
    }
}
