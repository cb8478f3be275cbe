/// Makes dma-bufs of memory that is this program's own.
package protocol DmabufExporter: AnyObject {
    /// Makes a dma-buf of a memory file's pages; the file may be closed then.
    ///
    /// - Parameters:
    ///   - memory: sealed against shrinking, and not against writing.
    ///   - size: bytes from the file's start on, a multiple of the page size.
    /// - Throws: `SystemError` with the call that failed.
    func export(_ memory: borrowing OwnedDescriptor, size: UInt64) throws(SystemError) -> OwnedDescriptor
}
