/// What was measured of a contender at one size. Costs are of one presented frame.
struct Measurement {
    let contender: Contender
    let size: ScreenSize
    /// Presented pictures a second.
    var rate = 0.0
    /// Seconds on a processor.
    var processorTime = 0.0
    var instructions = 0.0
    var systemCalls: [String: Double] = [:]
    var bytesSent = 0.0
    var requests = 0.0
    var events = 0.0
    /// Descriptors that were sent, and wl_buffers that were made.
    var descriptors = 0.0
    var buffers = 0.0
    /// Seconds from the program's execution to its first word to the compositor, which is after it has drawn its picture, and
    /// to the compositor's having that.
    var connection = 0.0
    var firstPicture = 0.0
    /// Bytes.
    var resident = 0
    var residentPeak = 0
    var threads = 0

    var systemCallCount: Double { systemCalls.values.reduce(0, +) }
}
