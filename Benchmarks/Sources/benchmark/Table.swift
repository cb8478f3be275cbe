import Glibc
import Samples

/// The results as a table in Markdown, row by row as they come.
enum Table {
    static func printHead() {
        print("| what | ours | plain | ours ÷ plain (10 % to 90 %) | aim | |")
        print("|---|---:|---:|---:|---:|---|")
    }

    static func printRow(_ result: Contest.Result) {
        let aim = result.contest.aim
        let cells = [
            result.contest.name,
            speed(result, result.ours),
            speed(result, result.plain),
            "\(decimal(result.ratio.median)) (\(decimal(result.ratio.quantile(0.1))) to "
                + "\(decimal(result.ratio.quantile(0.9))))",
            aim.map { "≥ \(decimal($0))" } ?? "",
            aim == nil ? "" : result.isMissed ? "**missed**" : "met",
        ]
        print("| \(cells.joined(separator: " | ")) |")
        // A row may take seconds, and a pipe would keep it back.
        fflush(nil)
    }

    private static func speed(_ result: Contest.Result, _ seconds: Sample) -> String {
        "\(decimal(Double(result.contest.byteCount) / seconds.median / 1e9)) GB/s"
    }

    /// With two places.
    private static func decimal(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let places = String(hundredths % 100)
        return "\(hundredths / 100).\(places.count < 2 ? "0" : "")\(places)"
    }
}
