import ArgumentParser
import Descriptors
import Glibc
import PNG
import Planes

/// `planeview screenshot`.
struct Screenshot: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write what a device shows, cursor included, to a PNG file.",
        discussion: """
            The picture is read from the planes' memory, so no compositor is needed; but memory that only a GPU reads \
            (Intel GVT-g's, mbochs') or that is tiled cannot be read. A cursor or an overlay that cannot be read is left \
            out, and that is said.
            """)

    @OptionGroup var options: DeviceOption

    @Argument(
        help: ArgumentHelp("The file, which is replaced if there is one; - for standard output."))
    var file: String

    func validate() throws {
        if file.isEmpty { throw ValidationError("The file needs a name.") }
        if file == "-" && isatty(STDOUT_FILENO) == 1 {
            throw ValidationError(
                "A picture is nothing for a terminal: name a file, or a reader after a pipe.")
        }
    }

    func run() throws {
        // A reader that goes makes an error, as a full disk does.
        signal(SIGPIPE, SIG_IGN)
        let picture: ScreenPicture
        do {
            picture = try ScreenshotTaker(SourceOpener.open(options.request)).take()
        } catch let error as ScreenshotError {
            throw Failure(error.status, error.description)
        }
        picture.remarks.forEach(Console.log)
        try write(picture.image)
        Console.log("wrote \(target): \(picture.summary)")
    }

    /// The file, as sentences have it.
    private var target: String { file == "-" ? "to standard output" : file }

    private func write(_ image: PlaneImage) throws(Failure) {
        do {
            let data = try PNGData(width: image.width, height: image.height, pixels: image.pixels.span)
            try data.withBytes { (bytes) throws(SystemError) in
                if file == "-" {
                    try WholeFile.write(bytes, lent: STDOUT_FILENO)
                } else {
                    try WholeFile.write(bytes, to: file)
                }
            }
        } catch let error as SystemError {
            throw Failure(.resources, "cannot write \(target): \(error.reason)")
        } catch {
            throw Failure(.resources, "cannot make a PNG of the picture: \(error)")
        }
    }
}

extension ScreenshotError {
    fileprivate var status: ExitStatus {
        switch self {
        case .lost: .deviceLost
        case .off, .unreadable: .device
        }
    }
}
