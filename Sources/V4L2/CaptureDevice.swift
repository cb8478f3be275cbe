package import Descriptors

/// What is asked of a V4L2 device: the seam at which tests put a device of their own.
///
/// Each is one call of the kernel's, named in the error that it throws. None of them waits.
package protocol CaptureDevice: AnyObject {
    /// Readable when `dequeue` has a picture, urgent when `dequeueEvent` has an event. Lent.
    var descriptor: Int32 { get }

    /// `VIDIOC_QUERYCAP`.
    func capability() throws(SystemError) -> CaptureCapability

    /// `VIDIOC_ENUM_FMT`: `EINVAL` beyond the last.
    func offeredFormat(_ index: UInt32, _ type: QueueType) throws(SystemError) -> OfferedFormat

    /// `VIDIOC_ENUM_FRAMESIZES`: `EINVAL` beyond the last, `ENOTTY` where the device does not list them.
    func offeredSize(_ index: UInt32, _ code: PixelCode) throws(SystemError) -> OfferedSize

    /// `VIDIOC_G_FMT`.
    func format(_ type: QueueType) throws(SystemError) -> PictureFormat

    /// `VIDIOC_S_FMT`: the device answers with what it makes of it.
    func setFormat(_ format: PictureFormat, _ type: QueueType) throws(SystemError) -> PictureFormat

    /// `VIDIOC_QUERY_DV_TIMINGS` and, where there is such an input and a signal, `VIDIOC_S_DV_TIMINGS`: the device follows its
    /// signal.
    ///
    /// - Throws: `ENOTTY` or `ENODATA` for an input without such timings, `ENOLINK` without a signal, `ENOLCK` for an
    ///   unstable one, `ERANGE` for one that the device cannot take.
    func followSignal() throws(SystemError)

    /// `VIDIOC_REQBUFS` with memory of the device's own (MMAP); 0 frees what there is.
    ///
    /// - Returns: as many as the device made.
    func requestBuffers(_ count: UInt32, _ type: QueueType) throws(SystemError) -> UInt32

    /// `VIDIOC_EXPBUF`: a dma-buf of one plane of a buffer, closed on exec.
    func export(
        _ index: UInt32, plane: UInt32, _ type: QueueType
    ) throws(SystemError) -> OwnedDescriptor

    /// `VIDIOC_QUERYBUF` and `mmap`: the memory of a buffer's first plane, to read.
    func map(_ index: UInt32, _ type: QueueType) throws(SystemError) -> Mapping

    /// `VIDIOC_QBUF`: the buffer is the device's.
    func queue(_ index: UInt32, _ type: QueueType) throws(SystemError)

    /// `VIDIOC_DQBUF`: a picture; `EAGAIN` when there is none.
    func dequeue(_ type: QueueType) throws(SystemError) -> CapturedPicture

    /// `VIDIOC_STREAMON`.
    func start(_ type: QueueType) throws(SystemError)

    /// `VIDIOC_STREAMOFF`: all buffers are the program's.
    func stop(_ type: QueueType) throws(SystemError)

    /// `VIDIOC_SUBSCRIBE_EVENT` for `V4L2_EVENT_SOURCE_CHANGE`.
    func subscribeToSourceChanges() throws(SystemError)

    /// `VIDIOC_DQEVENT`: whether it is a change of source; `ENOENT` when there is none.
    func dequeueEvent() throws(SystemError) -> Bool
}
