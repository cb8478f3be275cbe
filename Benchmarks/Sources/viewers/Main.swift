import Foundation

/// Measures viewers, prints tables, and fails when an aim is missed.
@main struct Main {
    static func main() {
        do {
            let arguments = CommandLine.arguments.dropFirst()
            switch arguments.first {
            case "viewers": exit(try viewers(arguments.dropFirst()) ? 0 : 1)
            case "capture": Report.printCapture(try Capture(progress).measure(progress))
            case "waypipe": Report.printFar(try Far.measure(progress))
            default:
                print("viewers: what there is to measure is: viewers, capture, waypipe")
                exit(2)
            }
        } catch {
            tell("\(error)")
            exit(2)
        }
    }

    /// - Parameter names: of contenders; none for all, and all that there is to measure.
    /// - Returns: whether planeview keeps its aims.
    private static func viewers(_ names: ArraySlice<String>) throws -> Bool {
        var measurements: [Measurement] = []
        for size in [ScreenSize.xga, .fullHD] {
            let meter = Meter(session: try Session(size))
            let contenders = Contender.all.filter {
                ($0.followsSize || size == .xga) && (names.isEmpty || names.contains($0.name))
            }
            measurements += try meter.measure(contenders) { progress("\(size), \($0)") }
        }
        Report.printCosts(measurements)
        Report.printSystemCalls(measurements)
        guard names.isEmpty else { return true }
        let meter = Meter(session: try Session(.xga))
        let idle = try [(Contender.stillPlaneview, Contender.planeview), (.stillGTK, .gtk)].map {
            still, moving in
            progress("wake-ups, standing still: \(still.name)")
            let shown = try meter.wakeUps(still)
            progress("wake-ups, hidden: \(moving.name)")
            return (moving.name, shown, try meter.wakeUps(moving, behind: .floor))
        }
        let aims = Aim.all(measurements, still: idle[0].1, hidden: idle[0].2)
        Report.printWakeUps(idle)
        Report.printAims(aims)
        return aims.allSatisfy(\.isMet)
    }

    private static let start = Date()

    private static func progress(_ what: String) {
        tell("\(Int(Date().timeIntervalSince(start))) s: \(what)")
    }

    private static func tell(_ what: String) {
        FileHandle.standardError.write(Data("viewers: \(what)\n".utf8))
    }
}
