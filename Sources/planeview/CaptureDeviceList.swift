import Descriptors
import V4L2

/// What `planeview list` tells of capture devices.
enum CaptureDeviceList {
    static func choices(_ list: CaptureList) -> [DeviceChoice] {
        list.entries.map { entry in
            switch entry.state {
            case .unknown(let error):
                return DeviceChoice(
                    kind: .capture, device: entry.name, origin: nil, state: error.description, isFree: false,
                    json: json(entry))
            case .capture(let report, let holders):
                let formats = report.formats.filter { $0.shown != nil }.map(\.offered.code.description)
                // Another program may have it open without using it.
                return DeviceChoice(
                    kind: .capture, device: entry.name, origin: report.capability.card,
                    state: words(holders) + ", captures "
                        + (formats.isEmpty ? "nothing that can be shown" : formats.joined(separator: ", ")),
                    isFree: !formats.isEmpty, json: json(entry))
            }
        }
    }

    private static func words(_ holders: [Holder]) -> String {
        holders.isEmpty ? "free" : "open in " + holders.map(\.description).joined(separator: ", ")
    }

    private static func json(_ entry: CaptureList.Entry) -> JSON {
        let names = ("names", JSON.array(entry.lastingNames.map { .string($0) }))
        switch entry.state {
        case .unknown(let error):
            return .object([
                ("device", .string(entry.name)), names, ("state", "unknown"),
                ("reason", .string(error.description)),
            ])
        case .capture(let report, let holders):
            return .object([
                ("device", .string(entry.name)), names,
                ("state", holders.isEmpty ? "free" : "busy"), ("card", .string(report.capability.card)),
                ("driver", .string(report.capability.driver)),
                ("formats", .array(report.formats.map { .string($0.offered.code.description) })),
                (
                    "holders",
                    .array(
                        holders.map { ["pid": JSON($0.process), "program": .string($0.program)] })
                ),
                ("reason", nil),
            ])
        }
    }
}
