import QEMU

/// What `planeview probe` tells of a virtual machine.
enum MachineProbe {
    static func report(_ device: String) throws(Failure) -> Report {
        do throws(QEMUError) {
            let report = try MachineOpener().report(SourceOpener.specifier(device))
            return Report(text: text(report), json: json(report, device: device))
        } catch {
            throw Failure(error)
        }
    }

    private static func text(_ report: MachineReport) -> String {
        var lines = ["machine  \(report.machine.name)", "UUID     \(report.machine.uuid ?? "none")"]
        lines += report.consoles.map { "console  " + text($0) }
        return lines.joined(separator: "\n")
    }

    /// Such as "0: VGA, 1024×768, pci/0000/02.0".
    static func text(_ console: ConsoleProperties) -> String {
        let size = console.isGraphic ? "\(console.width)×\(console.height)" : "text"
        let head = console.head > 0 ? ", head \(console.head)" : ""
        let device = console.device.map { ", " + $0 } ?? ""
        return "\(console.number): \(console.label), \(size)\(head)\(device)"
    }

    static func json(_ report: MachineReport, device: String) -> JSON {
        [
            "device": .string(device), "machine": .string(report.machine.name),
            "uuid": JSON(report.machine.uuid), "consoles": .array(report.consoles.map(json)),
        ]
    }

    private static func json(_ console: ConsoleProperties) -> JSON {
        [
            "console": JSON(console.number), "label": .string(console.label), "head": JSON(console.head),
            "graphic": .bool(console.isGraphic), "width": JSON(console.width),
            "height": JSON(console.height), "address": JSON(console.device),
            "interfaces": .array(console.interfaces.map { .string($0) }),
        ]
    }
}
