import ArgumentParser

/// `planeview list`.
struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the devices that have a display or capture pictures, and who holds them.")

    @Flag(help: "Print one JSON array.")
    var json = false

    func run() throws {
        let reports = DisplayList.reports() + CaptureDeviceList.reports()
        if json {
            Console.print(JSON.array(reports.map(\.json)).text)
        } else if reports.isEmpty {
            Console.log(
                "no device with a display and none that captures: create a mediated device of a vGPU type, plug a camera "
                    + "in, or try --device demo")
        } else {
            for report in reports { Console.print(report.text) }
        }
    }
}
