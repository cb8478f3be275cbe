import Glibc

/// What there is to measure, by name.
enum Benchmark: String, CaseIterable {
    case copies
    case bookkeeping

    func contests() throws -> [Contest] {
        switch self {
        case .copies: try CopyBenchmark.contests()
        case .bookkeeping: try BookkeepingBenchmark.contests()
        }
    }
}

/// Measures, prints a table, and fails when an aim is missed.
@main struct Main {
    static func main() throws {
        let names = CommandLine.arguments.dropFirst()
        let chosen = names.compactMap(Benchmark.init(rawValue:))
        guard chosen.count == names.count else {
            let known = Benchmark.allCases.map(\.rawValue).joined(separator: ", ")
            print("benchmark: the benchmarks are \(known)")
            exit(2)
        }
        Table.printHead()
        var areAimsMet = true
        for benchmark in chosen.isEmpty ? Benchmark.allCases : chosen {
            for contest in try benchmark.contests() {
                let result = contest.run()
                Table.printRow(result)
                if result.isMissed { areAimsMet = false }
            }
        }
        exit(areAimsMet ? 0 : 1)
    }
}
