import Descriptors
import VFIO

/// What `planeview list` tells of VFIO devices.
enum DisplayList {
    static func choices(_ list: DeviceList) -> [DeviceChoice] {
        list.entries.map { entry in
            let origin = [entry.type, entry.parent.map { "of \($0)" }].compactMap(\.self)
            let isFree = if case .display = entry.state { true } else { false }
            return DeviceChoice(
                kind: .display, device: entry.name,
                origin: origin.isEmpty ? nil : origin.joined(separator: " "), state: words(entry.state),
                isFree: isFree, json: json(entry))
        }
    }

    private static func words(_ state: DeviceList.State) -> String {
        switch state {
        case .display(.dmabuf): "free, planes as dma-bufs"
        case .display(.region): "free, planes in a region"
        case .display(.descriptor): "free, planes as dma-bufs (v11)"
        case .held([]): "in use by a process of another user"
        case .held(let holders): "in use by " + holders.map(\.description).joined(separator: ", ")
        case .unknown(let error): error.description
        }
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
