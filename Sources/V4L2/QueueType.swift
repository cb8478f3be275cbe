/// The two kinds of capture queues (include/uapi/linux/videodev2.h, `enum v4l2_buf_type`).
package enum QueueType: UInt32, Sendable {
    /// A picture is in one memory.
    case singlePlanar = 1
    /// A picture may be in several memories, one a plane.
    case multiPlanar = 9
}
