import Descriptors
import Glibc
import Testing
import Text

/// Proves that what is missing is told, with what to do.
@Suite struct TextLibraryTests {
    private static let absent = LibraryFile(
        "libplaneview-absent.so.7", debian: "libabsent7", fedora: "absent")

    @Test func aMissingLibraryIsNamed() {
        let each: [WritableKeyPath<LibraryFiles, LibraryFile>] = [
            \.glib, \.gobject, \.fontconfig, \.cairo, \.pango, \.pangocairo,
        ]
        for file in each {
            var files = LibraryFiles()
            files[keyPath: file] = Self.absent
            #expect {
                try TextLibrary.load(files)
            } throws: { error in
                let words = "\(error)"
                return words.hasPrefix("text cannot be drawn without libplaneview-absent.so.7 (")
                    && words.hasSuffix("install libabsent7 (Debian, Ubuntu) or absent (Fedora)")
            }
        }
    }

    @Test func aLibraryThatIsTooOldIsNamed() {
        var files = LibraryFiles()
        // It is there, and it is another.
        files.cairo = files.glib
        #expect(throws: TextError.noFunction(files.glib, "cairo_image_surface_create_for_data")) {
            try TextLibrary.load(files)
        }
    }

    /// Nothing is there before it is asked for, and what comes then is nothing that draws by a GPU.
    @Test func whatIsLoadedIsLoadedLate() async {
        await #expect(processExitsWith: .success) {
            let before = try mappedFiles()
            #expect(!before.contains { $0.contains("libpango") || $0.contains("libcairo") })
            _ = try TextLibrary.load()
            let brought = try mappedFiles().subtracting(before)
            #expect(brought.contains { $0.contains("libpangocairo") })
            for unwanted in ["libGL", "libEGL", "libvulkan", "libgbm", "libicu"] {
                #expect(!brought.contains { $0.contains(unwanted) })
            }
        }
    }

    /// fontconfig reads its configuration once in a process: this one has none of it yet.
    @Test func aSystemWithoutFontsIsTold() async {
        await #expect(processExitsWith: .exitCode(7)) {
            let path = "/tmp/planeview-no-fonts-\(getpid()).conf"
            let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
            let text = "<fontconfig></fontconfig>"
            _ = unsafe write(descriptor, text, text.utf8.count)
            _ = unsafe setenv("FONTCONFIG_FILE", path, 1)
            let result = Result { () throws(TextError) in try TextLibrary.load() }
            _ = unsafe unlink(path)
            if case .failure(.noFonts) = result { exit(7) }
        }
    }
}

/// The files that are mapped into this process, with their paths.
private func mappedFiles() throws -> Set<Substring> {
    let maps = try OwnedDescriptor.open("/proc/self/maps", O_RDONLY)
    var bytes: [UInt8] = []
    while true {
        let more = try maps.read(count: 4096, at: bytes.count)
        if more.isEmpty { break }
        bytes += more
    }
    let text = String(decoding: bytes, as: UTF8.self)
    return Set(
        text.split(separator: "\n").compactMap { line in line.firstIndex(of: "/").map { line[$0...] } })
}
