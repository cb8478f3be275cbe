internal import Descriptors
package import Planes

/// What a device says of itself when it is asked once.
package struct DeviceReport: Sendable {
    /// One plane type's answer.
    package enum PlaneState: Sendable {
        case off
        case shown(Plane)
        case rejected(Rejection)
        /// The query failed; the text names call and reason.
        case failed(String)
    }

    package let name: String
    package let interface: PlaneInterface
    package let regionCount: UInt32
    package let planes: [(kind: PlaneKind, state: PlaneState)]
    package let edid: EDIDRegion?

    /// Asks a device.
    ///
    /// - Parameter abi: what the user insists on; nil leaves it to the device.
    /// - Throws: `DeviceError.noDisplay`, `.otherABI` or `.failed`.
    package init(of device: any DeviceCalls, name: String, abi: DisplayABI? = nil) throws(DeviceError) {
        self.name = name
        // mdpy answers further questions only after this one.
        do {
            regionCount = try device.regionCount()
        } catch {
            throw .failed(name, call: error.call, reason: error.reason)
        }
        let access = try Negotiation(device: device, name: name, forced: abi).access()
        interface = access.interface
        planes = PlaneKind.stackingOrder.map { ($0, Self.state(access.ask(for: $0))) }
        edid = EDIDRegion.find(in: device)
    }

    private static func state(_ answer: PlaneAnswer) -> PlaneState {
        let reading = answer.reading { error in
            SystemError(call: "VFIO_DEVICE_QUERY_GFX_PLANE", errno: error).description
        }
        return switch reading {
        case .off: .off
        case .shown(let plane): .shown(plane)
        case .kept(.rejected(let rejection)): .rejected(rejection)
        case .kept(.refused(let reason)): .failed(reason)
        case .kept(.absent): .failed("the device is not there")
        }
    }
}
