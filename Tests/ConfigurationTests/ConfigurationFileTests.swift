import Foundation
import Testing

@testable import Configuration

/// Proves where the file is looked for, and that one that cannot be read is not passed over.
@Suite final class ConfigurationFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(
        path: "planeview-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    @Test(arguments: [
        (["XDG_CONFIG_HOME": "/settings", "HOME": "/home/me"], "/settings/planeview/config"),
        (["HOME": "/home/me"], "/home/me/.config/planeview/config"),
        (["XDG_CONFIG_HOME": "", "HOME": "/home/me"], "/home/me/.config/planeview/config"),
        (["XDG_CONFIG_HOME": "here", "HOME": "/home/me"], "/home/me/.config/planeview/config"),
        (["HOME": ""], nil),
        ([:], nil),
    ])
    func thePlaceIsThatOfTheSpecification(environment: [String: String], path: String?) {
        #expect(ConfigurationFile.path { environment[$0] } == path)
    }

    @Test func whatIsThereIsRead() throws {
        let path = folder.appending(path: "config").path
        try Data("scale = fit\n".utf8).write(to: URL(filePath: path))
        let configuration = try #require(try ConfigurationFile.read(path))
        #expect(configuration.file == path)
        #expect(configuration.lines.map(\.argument) == ["--scale=fit"])
    }

    @Test func noFileIsNoError() throws {
        let missing = try ConfigurationFile.read(folder.path + "/config")
        #expect(missing == nil)
        try Data().write(to: folder.appending(path: "planeview"))
        let blocked = try ConfigurationFile.read(folder.path + "/planeview/config")
        #expect(blocked == nil)
    }

    @Test func whatCannotBeReadIsTold() throws {
        let file = folder.appending(path: "config")
        let isFolder = #expect(throws: ConfigurationError.self) {
            try ConfigurationFile.read(self.folder.path)
        }
        #expect(isFolder?.description == "\(folder.path): it cannot be read: Is a directory")
        try Data([0x61, 0xff]).write(to: file)
        let isBinary = #expect(throws: ConfigurationError.self) { try ConfigurationFile.read(file.path) }
        #expect(isBinary?.reason == "it is not UTF-8 text")
        try Data(count: ConfigurationFile.maximumSize + 1).write(to: file)
        let isLarge = #expect(throws: ConfigurationError.self) { try ConfigurationFile.read(file.path) }
        #expect(isLarge?.reason == "it has more than 65536 bytes")
    }
}
