/// How many of the pictures were at most so much older than need be: a line for each way, as SVG.
struct Plot {
    private let ways: [Main.Way]
    private let width = 720.0
    private let height = 360.0
    // Margins.
    private let left = 56.0
    private let top = 16.0
    private let right = 16.0
    private let bottom = 52.0
    /// Milliseconds at the right edge.
    private let limit = 40.0

    init(_ ways: [Main.Way]) { self.ways = ways }

    var svg: String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" font-family="sans-serif" font-size="13">
        <rect width="\(width)" height="\(height)" fill="#ffffff"/>
        \(grid.joined(separator: "\n"))
        \(ways.enumerated().flatMap { line($1, $0) }.joined(separator: "\n"))
        <text x="\((left + width - right) / 2)" y="\(height - 12)" text-anchor="middle" fill="#333333">older than need be \
        when the compositor takes it in, ms</text>
        <text transform="translate(16 \((top + height - bottom) / 2)) rotate(-90)" text-anchor="middle" fill="#333333">\
        part of the refreshes, %</text>
        </svg>

        """
    }

    private func x(_ milliseconds: Double) -> Double {
        left + min(milliseconds, limit) / limit * (width - left - right)
    }

    private func y(_ part: Double) -> Double { top + (1 - part) * (height - top - bottom) }

    private var grid: [String] {
        stride(from: 0.0, through: limit, by: 5).flatMap { value in
            [
                "<line x1=\"\(x(value))\" y1=\"\(y(0))\" x2=\"\(x(value))\" y2=\"\(y(1))\" stroke=\"#dddddd\"/>",
                "<text x=\"\(x(value))\" y=\"\(y(0) + 18)\" text-anchor=\"middle\" fill=\"#555555\">\(Int(value))</text>",
            ]
        }
            + stride(from: 0.0, through: 1, by: 0.25).flatMap { part in
                [
                    "<line x1=\"\(x(0))\" y1=\"\(y(part))\" x2=\"\(x(limit))\" y2=\"\(y(part))\" stroke=\"#dddddd\"/>",
                    "<text x=\"\(left - 8)\" y=\"\(y(part) + 4)\" text-anchor=\"end\" fill=\"#555555\">\(Int(part * 100))</text>",
                ]
            }
    }

    private func line(_ way: Main.Way, _ number: Int) -> [String] {
        let points = stride(from: 0.0, through: 1, by: 0.005).map { part in
            "\(decimal(x(way.quantile(part)))),\(decimal(y(part)))"
        }
        let (labelX, labelY) = (x(limit) - 180, y(0) - 64 + Double(number) * 20)
        return [
            "<polyline points=\"\(points.joined(separator: " "))\" fill=\"none\" stroke=\"\(way.colour)\" stroke-width=\"2.5\"/>",
            "<rect x=\"\(labelX)\" y=\"\(labelY - 9)\" width=\"18\" height=\"4\" fill=\"\(way.colour)\"/>",
            "<text x=\"\(labelX + 26)\" y=\"\(labelY)\" fill=\"#333333\">\(way.name)</text>",
        ]
    }
}
