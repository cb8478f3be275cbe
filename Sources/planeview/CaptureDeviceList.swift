import Descriptors
import V4L2

/// What `planeview list` tells of capture devices.
enum CaptureDeviceList {
    static func reports() -> [Report] {
        CaptureList().entries.map { Report(text: line($0), json: json($0)) }
    }

    private static func line(_ entry: CaptureList.Entry) -> String {
        switch entry.state {
        case .unknown(let error): return "\(entry.name): \(error)"
        case .capture(let report, let holders):
            let state =
                holders.isEmpty
                ? "free" : "open in " + holders.map(\.description).joined(separator: ", ")
            let formats = report.formats.filter { $0.shown != nil }.map(\.offered.code.description)
            return "\(entry.name) (\(report.capability.card)): \(state), captures "
                + (formats.isEmpty ? "nothing that can be shown" : formats.joined(separator: ", "))
        }
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
