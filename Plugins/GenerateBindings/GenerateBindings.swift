import Foundation
import PackagePlugin

/// Turns protocols/bindings.txt and the XML that the build machine has into Swift sources of a target.
@main
struct GenerateBindings: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let manifestFile = context.package.directoryURL.appending(path: "protocols/bindings.txt")
        let manifest = try Manifest(parsing: String(contentsOf: manifestFile, encoding: .utf8))
        let own = manifestFile.deletingLastPathComponent()
        let documents = try manifest.protocols.map { try locate($0, own: own) }
        let output = context.pluginWorkDirectoryURL
        return [
            .buildCommand(
                displayName: "Generating the Wayland bindings",
                executable: try context.tool(named: "generate-bindings").url,
                arguments: [manifestFile.path, output.path] + documents.map(\.path),
                inputFiles: [manifestFile] + documents,
                outputFiles: manifest.files.map { output.appending(path: $0) })
        ]
    }

    /// The first of a protocol's paths that exists on this machine.
    private func locate(_ file: Manifest.ProtocolFile, own: URL) throws -> URL {
        let directory = file.package == "planeview" ? own : URL(filePath: try dataDirectory(of: file.package))
        let candidates = file.paths.map { directory.appending(path: $0) }
        guard let found = candidates.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else {
            throw Problem(
                "\(directory.path) has no \(file.paths.joined(separator: " or ")): install a newer \(file.package)"
            )
        }
        return found
    }

    /// Where a package keeps its protocols, by pkg-config.
    private func dataDirectory(of package: String) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["pkg-config", "--variable=pkgdatadir", package]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let path = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard process.terminationStatus == 0, !path.isEmpty else {
            throw Problem(
                "pkg-config finds no '\(package)': on Debian, apt install libwayland-dev wayland-protocols")
        }
        return path
    }
}

/// A reason to stop the build, in one line.
private struct Problem: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
