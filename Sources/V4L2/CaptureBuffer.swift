internal import Planes

/// One of a device's buffers.
final class CaptureBuffer {
    /// Whose it is.
    enum State {
        /// The device's, to be written.
        case queued
        /// Nobody's: a picture that was in no snapshot yet.
        case ready
        /// The compositor's, since a snapshot named it.
        case lent
    }

    var state = State.queued
    /// Its dma-bufs; nil where there are none, and once the cache has them.
    var memory: BufferMemory?
}
