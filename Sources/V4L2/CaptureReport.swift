internal import Descriptors
package import Planes

/// What a capture device says of itself when it is asked once.
package struct CaptureReport: Sendable {
    /// A format, and what can be made of it.
    package struct Format: Sendable {
        package let offered: OfferedFormat
        /// DRM's name of it; nil when it cannot be shown.
        package let shown: Fourcc?
        package let sizes: [OfferedSize]
    }

    package let name: String
    package let capability: CaptureCapability
    package let formats: [Format]
    /// As the device is set now.
    package let current: PictureFormat
    /// What its numbers stand for; nil for a format that cannot be shown.
    package let colour: ColourEncoding?

    /// Asks a device. Nothing is set, so another program may be using it.
    package init(of device: any CaptureDevice, name: String) throws(CaptureError) {
        self.name = name
        do {
            capability = try device.capability()
            guard let type = capability.queueType else {
                throw CaptureError.noCapture(name, card: capability.card)
            }
            formats = device.offeredFormats(type).map { offered in
                Format(
                    offered: offered, shown: PixelFormat(code: offered.code)?.shown,
                    sizes: device.offeredSizes(offered.code))
            }
            current = try device.format(type)
            colour = PixelFormat(code: current.code).map { [current] in
                ColourEncoding(current, of: $0.fourcc)
            }
        } catch let error as CaptureError {
            throw error
        } catch let error as SystemError {
            throw CaptureError(error, of: name, holders: { [] })
        } catch {
            throw .failed(name, call: "asking", reason: "\(error)")
        }
    }
}
