internal import Descriptors
internal import EDID
internal import Glibc
package import Planes

/// The planes of a VFIO device. The device is asked: it has no way to tell.
package final class VFIOSource: PlaneSource {
    package let name: String
    package let gpu: GPU?

    private let device: any DeviceCalls
    private let access: any PlaneAccess
    /// Where the guest's monitor is given to it; nil where there is no such place, or it is not ours to give.
    private let edid: EDIDRegion?
    /// What the device was borrowed by, from a virtual machine.
    private let loan: Loan?
    private let removal: RemovalWatch?
    /// GVT-g writes an error to the kernel's log for each query of a plane type that it does not know, so what failed
    /// at the start is not asked for again.
    private let hasOverlay: Bool
    private let hasCursor: Bool
    /// nil for a driver that tells positions as they are.
    private var lostSign: LostSign?
    /// The screen's memory in the last snapshot.
    private var screen: BufferIdentity?

    /// - Parameters:
    ///   - name: what people call the device.
    ///   - abi: what the user insists on; nil leaves it to the device.
    ///   - gpu: the GPU whose part the device is; nil where nobody knows.
    ///   - loan: what the device was borrowed by, from a virtual machine: its end is this source's.
    ///   - removal: the device's removal is this source's end; nil where nothing can be seen of it.
    ///   - givesMonitor: the guest's monitor is this program's to give. Two givers would take each other's away: a QEMU with
    ///     display=on is one.
    /// - Throws: `DeviceError.noDisplay`, `.otherABI`, `.foreignDescriptors`.
    package init(
        _ device: any DeviceCalls, name: String, abi: DisplayABI? = nil, gpu: GPU? = nil,
        loan: Loan? = nil, removal: RemovalWatch? = nil, givesMonitor: Bool = false
    ) throws(DeviceError) {
        self.name = name
        self.gpu = gpu
        self.loan = loan
        self.removal = removal
        self.device = device
        edid = givesMonitor ? EDIDRegion.find(in: device) : nil
        // i915 has no other display devices than GVT-g's.
        lostSign = gpu?.driver == "i915" ? LostSign() : nil
        access = try Negotiation(device: device, name: name, forced: abi).access()
        hasOverlay = access.ask(for: .overlay) != .failed(EINVAL)
        hasCursor = access.ask(for: .cursor) != .failed(EINVAL)
    }

    package var descriptor: Int32? { loan?.descriptor }

    package func receive() throws(SourceError) {
        // The device has been let go of, or no new machine could have it.
        try loan?.receive()
    }

    package func snapshot() throws(SourceError) -> Snapshot {
        // It answers as ever, but must be let go of: whoever removes it waits for that.
        if removal?.isUnderWay(at: .now) == true { throw .lost("\(name) was removed") }
        let primary = access.ask(for: .primary)
        var snapshot = Snapshot(primary: try reading(primary))
        if case .shown(let plane) = snapshot.primary { screen = plane.identity }
        if hasOverlay { snapshot.overlay = try reading(access.ask(for: .overlay)) }
        if hasCursor {
            let cursor = access.ask(for: .cursor)
            snapshot.cursor =
                cursor.isSamePicture(as: primary)
                ? .kept(.rejected(.notACursor)) : signed(try reading(cursor))
        }
        access.finishSnapshot()
        return snapshot
    }

    package func memory(of plane: Plane) throws(SourceError) -> PlaneMemory {
        do {
            return try access.memory(of: plane)
        } catch {
            throw loan?.end ?? error
        }
    }

    package func release(_ identity: BufferIdentity) {
        access.release(identity)
    }

    /// A region has one picture at a time. What another mode's is read through is not kept.
    package func mayReturn(_ identity: BufferIdentity) -> Bool {
        access.interface != .region || identity == screen
    }

    package func plug(_ monitor: Monitor?) throws(SourceError) {
        guard let edid else { return }
        do {
            guard let monitor else { return try edid.disconnect(in: device) }
            let fitted = monitor.fitted(within: edid.maximum)
            try edid.connect(
                EDID(fitted, name: name, maximumBytes: Int(edid.maximumSize)).bytes, in: device)
        } catch {
            throw .refused("the guest cannot be given a monitor for the window: \(error)")
        }
    }

    private func signed(_ cursor: Snapshot.Reading) -> Snapshot.Reading {
        switch cursor {
        case .shown(let plane): return (lostSign?.follow(plane)).map { .shown($0) } ?? cursor
        case .off:
            lostSign?.lose()
            return cursor
        case .kept: return cursor
        }
    }

    private func reading(_ answer: PlaneAnswer) throws(SourceError) -> Snapshot.Reading {
        if case .failed(let error) = answer, SourceError.isEnd(error) {
            throw loan?.end ?? SourceError(SystemError(call: "VFIO_DEVICE_QUERY_GFX_PLANE", errno: error))
        }
        return answer.reading(refusal: Self.refusal)
    }

    /// The sentence for a query that failed, made once an error and not once a poll.
    private static func refusal(_ error: Int32) -> String {
        refusals.indices.contains(Int(error)) ? refusals[Int(error)] : "VFIO_DEVICE_QUERY_GFX_PLANE failed"
    }

    /// By their numbers, of which Linux has 133.
    private static let refusals = (0..<134).map { error in
        SystemError(call: "VFIO_DEVICE_QUERY_GFX_PLANE", errno: error).description
    }
}
