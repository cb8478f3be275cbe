/// Why no text can be drawn. Each says in one sentence what is the matter and what to do.
package enum TextError: Error, Equatable, CustomStringConvertible {
    /// A shared library cannot be loaded; `reason` is the dynamic linker's.
    case noLibrary(LibraryFile, reason: String)
    /// A shared library lacks a function that is needed.
    case noFunction(LibraryFile, String)
    /// fontconfig knows no font.
    case noFonts
    /// The text is larger than any picture may be; in pixels.
    case tooLarge(width: Int32, height: Int32)
    /// A library failed, in its words.
    case failed(String)

    package var description: String {
        switch self {
        case .noLibrary(let file, let reason):
            "text cannot be drawn without \(file.name) (\(reason)): install \(file.debian) (Debian, Ubuntu) or "
                + "\(file.fedora) (Fedora)"
        case .noFunction(let file, let function):
            "text cannot be drawn: \(file.name) is too old and has no \(function): install a newer \(file.debian) "
                + "(Debian, Ubuntu) or \(file.fedora) (Fedora)"
        case .noFonts:
            "text cannot be drawn without a font: install one, such as fonts-dejavu-core (Debian, Ubuntu) or "
                + "dejavu-sans-fonts (Fedora)"
        case .tooLarge(let width, let height):
            "the text takes \(width)×\(height) pixels, which is more than a picture may have: "
                + "choose a smaller size or scale"
        case .failed(let reason):
            "text cannot be drawn: \(reason)"
        }
    }
}
