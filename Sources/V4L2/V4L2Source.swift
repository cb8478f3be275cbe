package import Descriptors
internal import Glibc
package import Planes

/// The pictures of a V4L2 capture device, as one primary plane. The device tells when there is a new one.
package final class V4L2Source: PlaneSource {
    package let name: String
    package let isVideo = true

    private let device: any CaptureDevice
    private let type: QueueType
    private let negotiator: FormatNegotiator
    private let holders: () -> [Holder]
    /// The device and the clock, as one descriptor: a device that is not running is readable all the time (`EPOLLERR`), and
    /// must not be waited for.
    private let loop: EventLoop
    private var watch: EventLoop.Token?
    private var clock: Timer?
    private var isRetryDue = false

    private enum State {
        /// Not yet, or not as it should be: the next snapshot starts it.
        case idle
        case running(CaptureStream)
        /// It cannot run for now; why, in a sentence. The clock starts it again.
        case waiting(String)
        /// The buffers of the last run cannot be freed before the compositor lets go of them.
        case draining
        case ended(SourceError)
    }

    private var state = State.idle
    private var taken = PresentableFormats(sharedMemory: [.xrgb8888])
    private var exports = true
    private var generation: UInt32 = 0
    private var pictureCount: UInt64 = 0
    private var droppedBefore = 0
    /// What the last snapshot showed.
    private var shown: Plane?
    /// Those whose memory was given away and not let go of.
    private var held: Set<BufferIdentity> = []

    /// How long to wait for a device that cannot run for now.
    private static let patience = Instant.Span.seconds(1)

    /// - Parameters:
    ///   - name: the device's file, as the user calls it.
    ///   - holders: who has the file open, asked for when it is in use.
    /// - Throws: `CaptureError`.
    package init(
        _ device: any CaptureDevice, name: String, wish: CaptureWish = CaptureWish(),
        holders: @escaping () -> [Holder] = { [] }
    ) throws(CaptureError) {
        self.device = device
        self.holders = holders
        do {
            let capability = try device.capability()
            guard let type = capability.queueType else {
                throw CaptureError.noCapture(name, card: capability.card)
            }
            self.type = type
            self.name = capability.card.isEmpty ? name : capability.card
            negotiator = FormatNegotiator(device, type, name: name, wish)
            // It changes nothing, and is refused where another program has buffers.
            _ = try device.setFormat(try device.format(type), type)
            loop = try EventLoop()
            clock = try Timer(in: loop) { [unowned self] in isRetryDue = true }
        } catch let error as CaptureError {
            throw error
        } catch let error as SystemError {
            throw CaptureError(error, of: name, holders: holders)
        } catch {
            throw .failed(name, call: "opening", reason: "\(error)")
        }
        // Cameras have no such event.
        try? device.subscribeToSourceChanges()
    }

    deinit { halt() }

    package var descriptor: Int32? { loop.descriptor }
    package var isPolled: Bool { false }

    package var droppedPictures: Int {
        if case .running(let stream) = state { droppedBefore + stream.droppedCount } else { droppedBefore }
    }

    package func prefer(_ formats: PresentableFormats) {
        taken = formats
        guard case .running(let stream) = state else { return }
        // What can be shown as it is goes on, though there may be something better: to change it takes a while.
        let way = FormatChoice.way(stream.arrangement.pixels, formats, exports: exports)
        if way == nil || way == .copied && negotiator.canBeDirect(formats, exports: exports) { halt() }
    }

    package func receive() throws(SourceError) {
        if case .running(let stream) = state {
            do {
                if try stream.receive() { return }
            } catch {
                return try failed(error)
            }
            if hasChangedSource() {
                halt()
                return try begin()
            }
        }
        // The clock's handler runs in here; the device's is empty.
        try? loop.turn(timeout: 0)
        guard isRetryDue else { return }
        isRetryDue = false
        if case .waiting = state { try begin() }
    }

    package func snapshot() throws(SourceError) -> Snapshot {
        if case .idle = state { try begin() }
        switch state {
        case .idle, .draining: return Snapshot()
        case .ended(let error): throw error
        case .waiting(let reason): return Snapshot(primary: .kept(.refused(reason)))
        case .running(let stream):
            do throws(Rejection) {
                if let plane = try stream.lendNewest() { shown = plane }
            } catch {
                return Snapshot(primary: .kept(.rejected(error)))
            }
            return Snapshot(primary: shown.map { .shown($0) } ?? .off)
        }
    }

    package func memory(of plane: Plane) throws(SourceError) -> PlaneMemory {
        guard case .running(let stream) = state else { throw .refused("the device is not running") }
        do {
            guard let memory = try stream.memory(of: plane) else {
                throw SourceError.refused("the device has moved on to other buffers")
            }
            held.insert(plane.identity)
            return memory
        } catch let error as SystemError {
            throw .refused("\(error)")
        } catch let error as SourceError {
            throw error
        } catch {
            throw .refused("\(error)")
        }
    }

    package func release(_ identity: BufferIdentity) {
        held.remove(identity)
        if case .draining = state, held.isEmpty { halt() }
    }

    package func released(_ identity: BufferIdentity) {
        guard case .running(let stream) = state else { return }
        // A device that has gone says so when a picture is asked for.
        try? stream.released(identity.name)
    }

    package func mayReturn(_ identity: BufferIdentity) -> Bool {
        if case .running(let stream) = state { stream.has(identity.name) } else { false }
    }

    // MARK: Running and not running

    /// Starts the device, as far as it can be started now.
    private func begin() throws(SourceError) {
        if case .draining = state { return }
        do {
            try negotiator.followSignal()
            let stream = try makeStream()
            do throws(SystemError) {
                try stream.start()
                watch = try loop.add(device.descriptor, [.readable, .urgent]) { _ in }
            } catch {
                try? device.stop(type)
                throw error
            }
            state = .running(stream)
        } catch let error as SignalFault {
            wait(error.description)
        } catch let error as SystemError {
            try give(up: CaptureError(error, of: negotiator.name, holders: holders))
        } catch let error as CaptureError {
            try give(up: error)
        } catch {
            wait("\(error)")
        }
        // Of a start that failed half-way.
        if watch == nil { _ = try? device.requestBuffers(0, type) }
    }

    private func makeStream() throws -> CaptureStream {
        let stream = try makeStream(negotiator.negotiate(taken, exports: exports))
        guard exports, !stream.exports else { return stream }
        // Only now it is known that the compositor cannot have the memory: another format may have to be copied.
        exports = false
        if FormatChoice.way(stream.arrangement.pixels, taken, exports: false) != nil { return stream }
        _ = try device.requestBuffers(0, type)
        return try makeStream(negotiator.negotiate(taken, exports: false))
    }

    private func makeStream(_ arrangement: PictureArrangement) throws(SystemError) -> CaptureStream {
        generation &+= 1
        return try CaptureStream(
            device, type, arrangement, generation: generation, after: pictureCount)
    }

    /// What was never shown is not waited for; what was shown once may come back.
    private func give(up error: CaptureError) throws(SourceError) {
        let reason = error.description
        if case .unplugged = error { return try end(.lost(reason)) }
        guard pictureCount > 0 else { return try end(error.mayPass ? .lost(reason) : .unfit(reason)) }
        wait(reason)
    }

    private func end(_ error: SourceError) throws(SourceError) {
        halt()
        state = .ended(error)
        throw error
    }

    /// A call for a picture failed.
    private func failed(_ error: SystemError) throws(SourceError) {
        halt()
        if error.errno == ENODEV { try end(.lost(CaptureError.unplugged(negotiator.name).description)) }
        // EIO may be a signal that is lost for now (Documentation/userspace-api/media/v4l/vidioc-qbuf.rst).
        wait("\(negotiator.name): \(error)")
    }

    private func wait(_ reason: String) {
        if case .draining = state { return }
        state = .waiting(reason)
        clock?.set(.now + Self.patience)
    }

    /// Stops the device and frees its buffers. What is shown stays shown.
    private func halt() {
        if let watch { loop.remove(watch) }
        watch = nil
        switch state {
        case .running(let stream):
            pictureCount = stream.pictureCount
            droppedBefore += stream.droppedCount
            try? device.stop(type)
        case .draining: break
        case .idle, .waiting, .ended: return
        }
        // Before the buffers are freed: what nobody asked for is closed here.
        state = .idle
        do {
            _ = try device.requestBuffers(0, type)
        } catch {
            // Drivers of kernels before 4.20 do not free what is in use.
            guard error.errno == EBUSY, !held.isEmpty else { return }
            state = .draining
            shown = nil
        }
    }

    private func hasChangedSource() -> Bool {
        var hasChanged = false
        while let event = try? device.dequeueEvent() { hasChanged = hasChanged || event }
        return hasChanged
    }
}
