import Descriptors
import Foundation
import PNG
import Testing

/// Proves that pictures get names of their own, in the folder that is the user's for them.
@Suite struct PictureFileTests {
    private let root = FileManager.default.temporaryDirectory.appending(
        path: "planeview-\(UUID().uuidString)")

    private static let moment = PictureFile.Moment(
        year: 2026, month: 1, day: 9, hour: 7, minute: 5, second: 3)

    @Test(arguments: [
        ("demo", "planeview-demo-20260109-070503"),
        ("/dev/video0", "planeview--dev-video0-20260109-070503"),
        ("../../etc/passwd", "planeview-..-..-etc-passwd-20260109-070503"),
        ("", "planeview-device-20260109-070503"),
        ("Füße 1\n", "planeview-Füße-1--20260109-070503"),
    ])
    func aNameSaysWhatAndWhen(device: String, name: String) {
        #expect(PictureFile.name(of: device, at: Self.moment) == name)
    }

    @Test func aLongNameIsCut() {
        let name = PictureFile.name(of: String(repeating: "x", count: 1000), at: Self.moment)
        #expect(name.utf8.count < 100)
    }

    @Test func nowIsNow() {
        #expect((2025...2200).contains(PictureFile.Moment.now.year))
    }

    @Test func noFileIsOverwritten() throws {
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        let paths = try (0..<3).map { number in
            let bytes = [UInt8](repeating: UInt8(number), count: 3)
            return try unsafe PictureFile.write(bytes.span.bytes, "a", in: root.path)
        }
        #expect(paths == ["a.png", "a-2.png", "a-3.png"].map { root.path + "/" + $0 })
        for (number, path) in paths.enumerated() {
            #expect(
                FileManager.default.contents(atPath: path) == Data(repeating: UInt8(number), count: 3))
        }
        #expect(throws: SystemError.self) {
            try unsafe PictureFile.write([UInt8]().span.bytes, "a", in: root.path + "/absent")
        }
    }

    /// A home with this in its configuration, and these folders.
    private func find(_ text: String?, folders: [String] = [], configuration: String? = nil) throws -> String?
    {
        defer { try? FileManager.default.removeItem(at: root) }
        for folder in ["home/user/.config", "etc/xdg"] + folders {
            try FileManager.default.createDirectory(
                at: root.appending(path: folder), withIntermediateDirectories: true)
        }
        if let text {
            let folder = configuration ?? "/home/user/.config"
            try Data(text.utf8).write(to: root.appending(path: folder + "/user-dirs.dirs"))
        }
        return PictureFolder.find(FileTree(root: root.path)) { name in
            name == "HOME" ? "/home/user" : name == "XDG_CONFIG_HOME" ? configuration : nil
        }
    }

    @Test func theFolderIsWhereTheDesktopsToolsSay() throws {
        let text = "# a comment\nXDG_MUSIC_DIR=\"$HOME/Musik\"\nXDG_PICTURES_DIR=\"$HOME/Bilder\"\n"
        #expect(try find(text, folders: ["home/user/Bilder"]) == "/home/user/Bilder")
        #expect(try find(text) == nil, "it is not there")
        #expect(try find(nil) == nil)
        #expect(try find("XDG_PICTURES_DIR=\"/pics/\"\n", folders: ["pics"]) == "/pics")
        #expect(try find("XDG_PICTURES_DIR=\"$HOME/\"\n") == nil, "the home folder means none")
        #expect(
            try find("XDG_PICTURES_DIR=\"/a \\\"b\\\" \\\\c\"", folders: ["a \"b\" \\c"]) == "/a \"b\" \\c")
        for nonsense in ["XDG_PICTURES_DIR=", "XDG_PICTURES_DIR=\"", "XDG_PICTURES_DIR=\"relative\""] {
            #expect(try find(nonsense, folders: ["relative"]) == nil)
        }
        let other = "XDG_PICTURES_DIR=\"$HOME/P\""
        #expect(
            try find(other, folders: ["home/user/P"], configuration: "/etc/xdg") == "/home/user/P")
    }
}
