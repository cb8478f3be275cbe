import Descriptors
import VFIO

/// What `planeview list` tells of VFIO devices.
enum DisplayList {
    static func reports() -> [Report] {
        DeviceList().entries.map { Report(text: line($0), json: json($0)) }
    }

    private static func line(_ entry: DeviceList.Entry) -> String {
        let origin = [entry.type, entry.parent.map { "of \($0)" }].compactMap(\.self).joined(separator: " ")
        let state =
            switch entry.state {
            case .display(.dmabuf): "free, planes as dma-bufs"
            case .display(.region): "free, planes in a region"
            case .display(.descriptor): "free, planes as dma-bufs (v11)"
            case .held([]): "in use by a process of another user"
            case .held(let holders): "in use by " + holders.map(\.description).joined(separator: ", ")
            case .unknown(let error): error.description
            }
        return entry.name + (origin.isEmpty ? "" : " (\(origin))") + ": " + state
    }

    private static func json(_ entry: DeviceList.Entry) -> JSON {
        var state = "unknown"
        var interface: String?
        var holders: [Holder] = []
        var reason: String?
        switch entry.state {
        case .display(let found):
            state = "free"
            interface = found.rawValue
        case .held(let found):
            state = "busy"
            holders = found
        case .unknown(let error):
            reason = error.description
        }
        return [
            "device": .string(entry.name), "type": JSON(entry.type), "parent": JSON(entry.parent),
            "group": JSON(entry.group), "state": .string(state), "planes": JSON(interface),
            "holders": .array(holders.map { ["pid": JSON($0.process), "program": .string($0.program)] }),
            "reason": JSON(reason),
        ]
    }
}
