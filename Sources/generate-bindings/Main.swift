import Foundation
import WaylandScanner

/// The tool that the GenerateBindings plugin runs: `generate-bindings MANIFEST OUTPUT-FOLDER XML…`.
@main
struct Main {
    static func main() {
        do {
            try Bindings.generate(arguments: Array(CommandLine.arguments.dropFirst()))
        } catch {
            FileHandle.standardError.write(Data("error: \(error)\n".utf8))
            exit(1)
        }
    }
}
