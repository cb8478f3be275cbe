import Foundation

/// A line of `--stats-format json`.
package struct Tally: Decodable, Equatable {
    package let path: String?
    package let planes: [String: Path]
    package let polls: Int
    package let flips: Int
    package let commits: Int
    package let cursorCommits: Int
    package let wlBuffersCreated: Int
    package let wlBuffersLive: Int
    package let fdsOpen: Int
    package let bytesCopied: Int
    package let presented: Int
    package let zeroCopyPresented: Int
    package let dropped: Int
    package let ageMeanMs: Int?
    package let ageMaxMs: Int?
    package let importFailures: Int
    package let rejectedReplies: Int

    /// How a plane's pixels travel.
    package struct Path: Decodable, Equatable {
        package let path: String
        package let reason: String?
        package let convertedTo: String?
        package let fitForScanout: Bool
    }

    package init(_ line: String) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(Tally.self, from: Data(line.utf8))
    }
}
