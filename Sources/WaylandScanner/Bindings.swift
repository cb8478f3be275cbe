import Foundation

/// The generated sources: the whole way from a manifest and XML to Swift.
package struct Bindings {
    /// Each file's name and text.
    package let files: [(name: String, text: String)]

    /// - Parameters:
    ///   - documents: the XML files' names and contents, one for each `protocol` line.
    init(_ manifest: Manifest, documents: [(file: String, xml: Data)]) throws(ScannerError) {
        guard documents.count == manifest.protocols.count else { throw .usage }
        var interfaces: [InterfaceModel] = []
        for (file, document) in zip(manifest.protocols, documents) {
            let model = try ProtocolReader.read(document.xml, file: document.file)
            for bound in file.interfaces {
                guard let interface = model.interfaces.first(where: { $0.name == bound.name }) else {
                    throw .missingInterface(file: document.file, interface: bound.name)
                }
                interfaces.append(try interface.limited(to: bound, file: document.file))
            }
        }
        let scope = Scope(interfaces)
        var texts: [String] = []
        for interface in interfaces {
            texts.append(try ClassGenerator(scope: scope, interface: interface).file())
        }
        texts.append(TableGenerator().file(interfaces))
        files = Array(zip(manifest.files, texts)).map { (name: $0.0, text: $0.1) }
    }

    /// Generates all files into a folder.
    ///
    /// - Parameter arguments: the manifest, the folder, and one XML file for each `protocol` line.
    /// - Throws: an error whose description says what to do.
    package static func generate(arguments: [String]) throws {
        guard arguments.count >= 2 else { throw ScannerError.usage }
        let manifest = try Manifest(parsing: String(decoding: contents(of: arguments[0]), as: UTF8.self))
        let documents = try arguments[2...].map { path in
            (file: URL(filePath: path).lastPathComponent, xml: try contents(of: path))
        }
        let folder = URL(filePath: arguments[1])
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for file in try Bindings(manifest, documents: documents).files {
            try Data(file.text.utf8).write(to: folder.appending(path: file.name))
        }
    }

    private static func contents(of path: String) throws(ScannerError) -> Data {
        do {
            return try Data(contentsOf: URL(filePath: path))
        } catch {
            throw .unreadable(file: path, reason: "cannot be read (\(error))")
        }
    }
}
