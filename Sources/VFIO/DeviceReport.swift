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
    /// - Throws: `DeviceError.noDisplay`, or `.failed`.
    package init(of device: any DeviceCalls, name: String) throws(DeviceError) {
        self.name = name
        // mdpy answers further questions only after this one.
        do {
            regionCount = try device.regionCount()
        } catch {
            throw .failed(name, call: error.call, reason: error.reason)
        }
        interface = try PlaneInterface.negotiate(with: device, name: name)
        let query = PlaneQuery(device: device, interface: interface)
        planes = PlaneKind.stackingOrder.map { ($0, Self.state(query.ask(for: $0))) }
        edid = EDIDRegion.find(in: device)
    }

    private static func state(_ answer: PlaneQuery.Answer) -> PlaneState {
        switch answer {
        case .failed(let error):
            return .failed(SystemError(call: "VFIO_DEVICE_QUERY_GFX_PLANE", errno: error).description)
        case .reply(let reply):
            do {
                return try reply.checked().map { .shown($0) } ?? .off
            } catch {
                return .rejected(error)
            }
        }
    }
}
