import Descriptors
import Foundation
import Planes
import TestBed
import Testing

@testable import Demo

/// Proves that `planeview screenshot` writes what a device shows, without a compositor, and says so when it cannot.
@Suite(.enabled(if: TestBed.isAvailable, "run scripts/test"))
final class ScreenshotTests {
    private let folder = FileManager.default.temporaryDirectory.appending(
        path: "planeview-\(UUID().uuidString)")
    private static let still = "demo:size=640x480,rate=0,backing=memfd"

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path) }
    }

    private func run(_ arguments: String...) throws -> (status: Int32, errors: String) {
        let program = try RunningProgram(try TestBed.require().program, ["screenshot"] + arguments)
        return (try program.end(), program.errors)
    }

    @Test func everyPixelIsRightWithTheCursorInIt() throws {
        let file = folder.appending(path: "picture.png")
        let result = try run("--device", Self.still, file.path)
        #expect(result.status == 0)
        let start = CursorPath(width: 640, height: 480).position(after: .init(nanoseconds: 0))
        #expect(
            result.errors.contains(
                "planeview: wrote \(file.path): 640×480, primary XR24 linear, cursor at \(start.x),\(start.y)\n"
            ))
        let picture = try Image(contentsOf: file)
        #expect(picture.width == 640 && picture.height == 480)
        let screen = TestCard(width: 640, height: 480, frameCount: 8).draw(frame: 0)
        let cursor = CursorImage.draw()
        let differences = picture.differences { x, y in
            let (cx, cy) = (x - Int(start.x), y - Int(start.y))
            guard (0..<CursorImage.size).contains(cx), (0..<CursorImage.size).contains(cy) else {
                return screen[x, y]
            }
            return self.blend(cursor[cx, cy], over: screen[x, y])
        }
        #expect(differences.isEmpty)
        #expect(try files == ["picture.png"])
    }

    /// Premultiplied source over an opaque ground.
    private func blend(_ source: UInt32, over ground: UInt32) -> UInt32 {
        let transparency = 255 - (source >> 24)
        return [0, 8, 16].reduce(0) { color, shift in
            let channel = (source >> shift & 0xff) + ((ground >> shift & 0xff) * transparency + 127) / 255
            return color | min(channel, 255) << shift
        }
    }

    @Test func withoutACursorTheScreenIsCopiedAsItIs() throws {
        let file = folder.appending(path: "picture.png")
        #expect(try run("--device", "demo:size=333x77,rate=0,cursor=off", file.path).status == 0)
        let screen = TestCard(width: 333, height: 77, frameCount: 8).draw(frame: 0)
        #expect(try Image(contentsOf: file).differences { screen[$0, $1] }.isEmpty)
    }

    @Test func aFileIsReplacedAndStandardOutputIsWrittenTo() throws {
        let file = folder.appending(path: "picture.png")
        try Data("something else".utf8).write(to: file)
        #expect(try run("--device", Self.still, file.path).status == 0)
        let program = try TestBed.require().program
        let piped = try RunningProgram(
            "/bin/sh",
            ["-c", "\"$0\" screenshot --device \(Self.still) - >\"$1\"", program, file.path + ".piped"])
        #expect(try piped.end() == 0)
        #expect(piped.errors.contains("wrote to standard output: 640×480"))
        #expect(try Data(contentsOf: file) == Data(contentsOf: URL(filePath: file.path + ".piped")))
    }

    @Test(arguments: [
        ("/dev/full", "cannot write /dev/full: No space left on device"),
        ("/nonexistent/picture.png", "cannot write /nonexistent/picture.png: No such file or directory"),
        ("/proc", "cannot write /proc: Is a directory"),
    ])
    func aFileThatCannotBeWrittenIsTold(file: String, message: String) throws {
        let result = try run("--device", Self.still, file)
        #expect(result.status == 5)
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(!result.errors.contains("wrote"))
    }

    @Test func aReaderThatGoesIsTold() throws {
        let program = try TestBed.require().program
        let result = try RunningProgram(
            "/bin/bash",
            [
                "-c", "\"$0\" screenshot --device \(Self.still) - | exec 0<&-; exit ${PIPESTATUS[0]}",
                program,
            ])
        #expect(try result.end() == 5)
        #expect(result.errors.contains("cannot write to standard output: Broken pipe"), "\(result.errors)")
    }

    @Test func aBadStartIsTold() throws {
        for arguments in [[], ["--device", "demo"], ["picture.png"], ["--device", "demo", ""]] {
            let program = try RunningProgram(try TestBed.require().program, ["screenshot"] + arguments)
            #expect(try program.end() == 1, "\(arguments)")
            #expect(program.errors.contains("Usage:"), "\(program.errors)")
        }
        let nonsense = try run("--device", "nonsense", folder.appending(path: "picture.png").path)
        #expect(nonsense.status == 1 && nonsense.errors.contains("names no device"))
        let missing = try run("--device", "/dev/vfio/99", folder.appending(path: "picture.png").path)
        #expect(missing.status == 2)
        #expect(try files == [], "no file without a picture")
    }
}
