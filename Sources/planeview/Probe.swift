import ArgumentParser

/// `planeview probe`.
struct Probe: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask a device once what it scans out, or what it can capture, and print what it says.")

    @OptionGroup var options: DeviceOption

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        let report =
            switch DeviceKind(options.request.device) {
            case .capture: try CaptureProbe.report(options.request)
            case .machine: try MachineProbe.report(options.request.device)
            case .demo, .display: try DisplayProbe.report(options.request)
            }
        Console.print(json ? report.json.text : report.text)
    }
}
