import Descriptors
import Foundation
import LatchSimulation
import Planes

/// Simulates how old pictures are when a compositor takes them in, by who decides when to look at the guest; prints a table
/// and draws a plot.
@main struct Main {
    /// Runs of each, each with the guest's flips at another phase, and the refreshes of one.
    private static let runs = 20
    private static let refreshes: Int64 = 3600
    /// Of them, so many are left out at the start.
    private static let start = 120

    static func main() throws {
        guard CommandLine.arguments.count == 2 else {
            print("latches: takes the SVG file to write")
            exit(2)
        }
        let ways = [
            Way(name: "planeview", colour: "#2a9d8f", results: simulate { LatePacer() }),
            Way(name: "a timer of 30 ms", colour: "#e9a23b", results: simulate { TimerPacer() }),
            Way(name: "frame callbacks", colour: "#c8553d", results: simulate { FramePacer() }),
        ]
        print("| when the guest is looked at | older than need be, mean | 95 % | wake-ups a refresh |")
        print("|---|---:|---:|---:|")
        for way in ways {
            print(
                "| \(way.name) | \(decimal(way.mean)) ms | \(decimal(way.quantile(0.95))) ms | "
                    + "\(decimal(way.wakes)) |")
        }
        try Data(Plot(ways).svg.utf8).write(to: URL(filePath: CommandLine.arguments[1]))
        // The aims: at most 1.5 ms beyond what nobody could better, where a timer adds 15 or so.
        exit(ways[0].mean <= 1.5 ? 0 : 1)
    }

    private static func simulate(_ pacer: () -> some Pacer) -> [Simulation.Result] {
        (0..<runs).map { run in
            var simulation = Simulation()
            simulation.seed = UInt64(run + 1)
            var dice = Dice(seed: UInt64(run + 1000))
            // The low numbers of seeds are alike.
            for _ in 0..<4 { _ = dice.next() }
            simulation.guest.phase = .nanoseconds(
                Int64(dice.next() * Double(simulation.screen.period.nanoseconds)))
            // 60 Hz as the guest counts it: the phase wanders.
            simulation.guest.period = simulation.screen.period + .microseconds(50)
            simulation.screen.leadJitter = .microseconds(100)
            simulation.screen.timeJitter = .microseconds(50)
            var pacer = pacer()
            return simulation.run(&pacer, refreshes: refreshes)
        }
    }

    /// A way to decide when to look.
    struct Way {
        let name: String
        let colour: String
        /// By how many milliseconds each refresh showed something older than need be, least first.
        let excess: [Double]
        let wakes: Double

        init(name: String, colour: String, results: [Simulation.Result]) {
            self.name = name
            self.colour = colour
            excess = results.flatMap { result in
                zip(result.ages, result.leastAges).dropFirst(start).map { ($0 - $1).seconds * 1000 }
            }
            .sorted()
            wakes = Double(results.reduce(0) { $0 + $1.wakes }) / Double(runs) / Double(refreshes)
        }

        var mean: Double { excess.reduce(0, +) / Double(excess.count) }
        func quantile(_ part: Double) -> Double { excess[Int(Double(excess.count - 1) * part)] }
    }
}

/// With one place.
func decimal(_ value: Double) -> String { String(format: "%.1f", value) }
