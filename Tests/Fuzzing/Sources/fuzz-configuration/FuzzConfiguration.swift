import Configuration
import Fuzzing

/// A configuration file: an option a line, or an error that names the line.
@main
enum FuzzConfiguration {
    static func main() {
        unsafe Driver.run { bytes, count in unsafe fuzz(bytes, count) }
    }
}

private func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    var input = unsafe FuzzInput(bytes, count)
    let argument = input.text()
    let text = String(decoding: input.remainder(), as: UTF8.self)
    do throws(ConfigurationError) {
        let configuration = try Configuration(text, file: "config")
        for line in configuration.lines {
            precondition(line.argument.hasPrefix("--") && !line.argument.contains { $0.isNewline })
        }
        let left = configuration.lines(besides: [argument], shortNames: ["d": "device"])
        precondition(left.count <= configuration.lines.count)
    } catch {
        precondition((error.line ?? 1) >= 1 && !error.description.isEmpty)
    }
    return 0
}
