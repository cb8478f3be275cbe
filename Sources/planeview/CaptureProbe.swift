import Planes
import V4L2

/// What `planeview probe` tells of a capture device.
enum CaptureProbe {
    static func report(_ request: DeviceRequest) throws(Failure) -> Report {
        do throws(CaptureError) {
            let report = try CaptureReport(of: CaptureOpener().open(request.device), name: request.device)
            return Report(text: text(report), json: json(report))
        } catch {
            throw Failure(.device, error.description)
        }
    }

    private static func text(_ report: CaptureReport) -> String {
        let capability = report.capability
        var lines = [
            "device   \(report.name)",
            "card     \(capability.card) (\(capability.driver), \(capability.bus))",
            "buffers  " + (capability.queueType == .multiPlanar ? "multi-planar" : "single-planar"),
            "set to   \(report.current.code), \(report.current.size)"
                + (report.colour.map { ", \(text($0))" } ?? ""),
        ]
        for format in report.formats {
            guard let shown = format.shown else { continue }
            let sizes = format.sizes.map(\.description).joined(separator: ", ")
            lines.append(
                "format   \(format.offered.code) (\(format.offered.name)), shown as \(shown)"
                    + (sizes.isEmpty ? "" : ": \(sizes)"))
        }
        let others = report.formats.filter { $0.shown == nil }.map(\.offered.code.description)
        if !others.isEmpty { lines.append("others   " + others.joined(separator: ", ")) }
        return lines.joined(separator: "\n")
    }

    private static func text(_ colour: ColourEncoding) -> String {
        (colour.matrix == .identity ? "RGB" : name(colour.matrix)) + ", "
            + (colour.range == .full ? "full range" : "limited range")
    }

    private static func json(_ report: CaptureReport) -> JSON {
        let current = report.current
        return [
            "device": .string(report.name), "card": .string(report.capability.card),
            "driver": .string(report.capability.driver), "bus": .string(report.capability.bus),
            "multiplanar": .bool(report.capability.queueType == .multiPlanar),
            "current": [
                "format": .string(current.code.description), "width": JSON(current.size.width),
                "height": JSON(current.size.height),
                "strides": .array(current.memories.map { JSON($0.bytesPerLine) }),
                "matrix": JSON(report.colour.map { name($0.matrix) }),
                "full_range": report.colour.map { .bool($0.range == .full) } ?? nil,
            ],
            "formats": .array(report.formats.map(json)),
        ]
    }

    private static func json(_ format: CaptureReport.Format) -> JSON {
        [
            "format": .string(format.offered.code.description), "name": .string(format.offered.name),
            "shown_as": JSON(format.shown?.description),
            "sizes": .array(format.sizes.map { .string($0.description) }),
        ]
    }

    private static func name(_ matrix: ColourEncoding.Matrix) -> String {
        switch matrix {
        case .identity: "identity"
        case .bt601: "BT.601"
        case .bt709: "BT.709"
        case .smpte240: "SMPTE 240M"
        case .bt2020: "BT.2020"
        case .bt2020Constant: "BT.2020 (constant luminance)"
        }
    }
}
