import Planes
import VFIO

/// What `planeview probe` tells of a VFIO device.
enum DisplayProbe {
    static func report(_ request: DeviceRequest) throws(Failure) -> Report {
        do throws(DeviceError) {
            guard let specifier = DeviceSpecifier(request.device) else {
                throw .notASpecifier(request.device)
            }
            let opened = try DeviceOpener().open(specifier)
            let report = try DeviceReport(of: opened.device, name: opened.name, abi: request.abi)
            return Report(text: text(report, isBorrowed: opened.loan != nil), json: json(report))
        } catch {
            throw Failure(.device, error.description)
        }
    }

    private static func text(_ report: DeviceReport, isBorrowed: Bool) -> String {
        var lines = [
            "device   \(report.name)",
            "ABI      \(report.interface.abi.rawValue), planes "
                + (report.interface == .region ? "in a region" : "as dma-bufs"),
            "regions  \(report.regionCount)",
        ]
        for (kind, state) in report.planes {
            let label = kind.description.padded(to: 9)
            switch state {
            case .off: lines.append(label + "off")
            case .shown(let plane): lines.append(label + text(plane))
            case .rejected(let rejection): lines.append(label + "cannot be shown: \(rejection)")
            case .failed(let reason): lines.append(label + reason)
            }
        }
        if let edid = report.edid {
            let limit =
                edid.maximumWidth == 0 ? "any size" : "up to \(edid.maximumWidth)×\(edid.maximumHeight)"
            lines.append("EDID     \(limit), \(edid.maximumSize) bytes")
        } else {
            lines.append(
                isBorrowed ? "EDID     not asked for: a virtual machine has the device" : "EDID     no region"
            )
        }
        return lines.joined(separator: "\n")
    }

    private static func text(_ plane: Plane) -> String {
        let memory =
            switch plane.identity.name {
            case .number(let id): "dma-buf \(id)"
            case .descriptor(let number, _): "descriptor \(number)"
            case .region(let index): "region \(index)"
            }
        var text = "\(plane.layout), \(memory)"
        if plane.kind != .primary { text += ", at \(plane.position.x),\(plane.position.y)" }
        if let spot = plane.hotspot { text += ", hotspot \(spot.x),\(spot.y)" }
        return text
    }

    private static func json(_ report: DeviceReport) -> JSON {
        let edid: JSON =
            report.edid.map {
                [
                    "max_width": JSON($0.maximumWidth), "max_height": JSON($0.maximumHeight),
                    "max_size": JSON($0.maximumSize),
                ]
            } ?? .null
        return [
            "device": .string(report.name), "abi": .string(report.interface.abi.rawValue),
            "planes": .string(report.interface.rawValue),
            "regions": JSON(report.regionCount),
            "plane": .object(report.planes.map { ($0.kind.description, json($0.state)) }), "edid": edid,
        ]
    }

    private static func json(_ state: DeviceReport.PlaneState) -> JSON {
        switch state {
        case .off: return ["state": "off"]
        case .rejected(let rejection): return ["state": "rejected", "reason": .string(rejection.description)]
        case .failed(let reason): return ["state": "failed", "reason": .string(reason)]
        case .shown(let plane):
            let layout = plane.layout
            var members: [(String, JSON)] = [
                ("state", "on"), ("width", JSON(layout.width)), ("height", JSON(layout.height)),
                ("format", .string(layout.format.description)),
                ("modifier", .string("0x" + String(layout.modifier.rawValue, radix: 16))),
                ("stride", JSON(layout.stride)), ("x", JSON(plane.position.x)), ("y", JSON(plane.position.y)),
                ("hotspot", plane.hotspot.map { ["x": JSON($0.x), "y": JSON($0.y)] } ?? .null),
            ]
            switch plane.identity.name {
            case .number(let id): members.append(("dmabuf_id", JSON(id)))
            case .descriptor(let number, let inode):
                members += [("fd", JSON(number)), ("inode", JSON(inode))]
            case .region(let index): members.append(("region_index", JSON(index)))
            }
            return .object(members)
        }
    }
}
