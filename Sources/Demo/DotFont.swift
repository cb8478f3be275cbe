/// The few characters that the demo's card is lettered with: digits and those of "planeview".
enum DotFont {
    /// Dots of a line: seven above the base line, two below.
    static let height = 9

    /// One character as dots.
    struct Glyph {
        /// In dots.
        let width: Int
        /// The places that are set, from the top left.
        let dots: [(column: Int, row: Int)]

        init(_ rows: [String]) {
            width = rows.map(\.count).max() ?? 0
            dots = rows.enumerated().flatMap { row, line in
                line.enumerated().filter { $0.element == "#" }.map { ($0.offset, row) }
            }
        }
    }

    /// A character's glyph; a gap for one that the font lacks.
    static func glyph(_ character: Character) -> Glyph {
        Glyph(
            (rows[character] ?? "...").split(separator: "/", omittingEmptySubsequences: false).map(
                String.init))
    }

    /// From the top to the bottom, rows parted by strokes.
    private static let rows: [Character: String] = [
        "0": ".###./#...#/#..##/#.#.#/##..#/#...#/.###.",
        "1": "..#../.##../..#../..#../..#../..#../.###.",
        "2": ".###./#...#/....#/..##./.#.../#..../#####",
        "3": ".###./#...#/....#/..##./....#/#...#/.###.",
        "4": "...#./..##./.#.#./#..#./#####/...#./...#.",
        "5": "#####/#..../####./....#/....#/#...#/.###.",
        "6": ".###./#..../#..../####./#...#/#...#/.###.",
        "7": "#####/....#/...#./...#./..#../..#../..#..",
        "8": ".###./#...#/#...#/.###./#...#/#...#/.###.",
        "9": ".###./#...#/#...#/.####/....#/....#/.###.",
        "a": "//.###./....#/.####/#...#/.####",
        "e": "//.###./#...#/#####/#..../.###.",
        "i": "#//#/#/#/#/#",
        "l": "#/#/#/#/#/#/#",
        "n": "//####./#...#/#...#/#...#/#...#",
        "p": "//####./#...#/#...#/#...#/####./#..../#....",
        "v": "//#...#/#...#/#...#/.#.#./..#..",
        "w": "//#...#/#...#/#.#.#/#.#.#/.#.#.",
    ]
}
