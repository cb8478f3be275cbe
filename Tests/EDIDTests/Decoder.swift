import EDID
import Foundation
import Planes

/// `edid-decode`, of the package of that name.
enum Decoder {
    struct Report {
        let text: String
        /// What it calls a failure or a warning.
        let faults: [String]
        /// The first timing of the base block.
        let preferred: Size?
        /// Of that, in hertz.
        let refresh: Double
    }

    static func report(on edid: EDID) throws -> Report {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["edid-decode", "--check", "--skip-hex-dump", "-"]
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        // Less than a pipe holds.
        try input.fileHandleForWriting.write(contentsOf: Data(edid.bytes))
        try input.fileHandleForWriting.close()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Report(text: text)
    }
}

extension Decoder.Report {
    fileprivate init(text: String) {
        self.text = text
        let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let start = lines.firstIndex { $0 == "Warnings:" || $0 == "Failures:" } ?? lines.endIndex
        // It looks a PNP ID up among numbers of another kind (DisplayID 2), and finds but those that are both.
        let headings = [
            "Warnings:", "Failures:", "EDID:", "EDID conformity: FAIL", "EDID conformity: PASS", "",
        ]
        faults = lines[start...].filter { line in
            !headings.contains(line) && !line.hasPrefix("Block ") && !line.contains("Unknown OUI 4C-4E-58")
        }
        let words = lines.first { $0.hasPrefix("DTD 1:") }?.split(separator: " ") ?? []
        let size = words.count > 2 ? words[2].split(separator: "x").compactMap { Int32($0) } : []
        preferred = size.count == 2 ? Size(width: size[0], height: size[1]) : nil
        refresh = words.count > 3 ? Double(words[3]) ?? 0 : 0
    }
}
