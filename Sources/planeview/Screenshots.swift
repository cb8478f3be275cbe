import Descriptors
import Glibc
import PNG
import Planes
import Presentation

/// Writes pictures of what a window shows, as its hotkey asks for them. A large picture takes a second: the window goes on
/// meanwhile.
final class Screenshots {
    private let loop: EventLoop
    private let place: PicturePlace
    private let say: (String) -> Void
    /// The one that is being written.
    private var errand: Errand<[String]>?

    /// - Parameters:
    ///   - place: where they go.
    ///   - say: takes sentences about them.
    init(to place: PicturePlace, in loop: EventLoop, saying say: @escaping (String) -> Void) {
        self.loop = loop
        self.place = place
        self.say = say
    }

    /// Takes a picture and begins to write it.
    func take(of presenter: Presenter) {
        guard errand == nil else { return say("the last screenshot is still being written") }
        if case .closed = place { return say(PicturePlace.refusal) }
        do {
            let picture = try presenter.picture()
            let name = PictureFile.name(of: presenter.name, at: .now)
            let folder: String? = if case .folder(let path) = place { path } else { nil }
            let (image, summary) = (picture.image, picture.summary)
            picture.remarks.forEach(say)
            errand = try Errand(in: loop) {
                Self.write(image, name, in: folder, summary)
            } onDone: { [unowned self] lines in
                errand = nil
                lines.forEach(say)
            }
        } catch {
            say("no screenshot: \(error)")
        }
    }

    /// Waits for the one that is being written.
    func finish() { errand?.wait() }

    /// - Returns: what to say about it.
    private static func write(_ image: PlaneImage, _ name: String, in folder: String?, _ summary: String)
        -> [String]
    {
        do {
            let data = try PNGData(width: image.width, height: image.height, pixels: image.pixels.span)
            let path = try data.withBytes { (bytes) throws(SystemError) in
                try PictureFile.write(bytes, name, in: folder)
            }
            return ["wrote \(path): \(summary)"]
        } catch {
            return ["no screenshot: \(error)"]
        }
    }
}
