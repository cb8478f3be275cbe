import QEMU

/// What `planeview list` tells of virtual machines on the session bus.
enum MachineList {
    static func choices() -> [DeviceChoice] {
        MachineOpener().reports().map { report in
            DeviceChoice(
                kind: .display, device: report.device, origin: nil, state: words(report), isFree: true,
                json: MachineProbe.json(report, device: report.device))
        }
    }

    private static func words(_ report: MachineReport) -> String {
        let consoles = report.consoles.map { MachineProbe.text($0) }.joined(separator: "; ")
        return "virtual machine, " + (consoles.isEmpty ? "no console" : "console " + consoles)
    }
}
