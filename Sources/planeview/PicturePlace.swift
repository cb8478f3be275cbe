import Descriptors
import Glibc
import PNG

/// Where screenshots of running windows go.
enum PicturePlace {
    /// The user's folder for pictures.
    case folder(String)
    case workingDirectory(String)
    /// The working directory is the home folder, or has it in it: the sandbox does not open all of that for a picture.
    case closed

    /// - Parameter isSandboxed: whether the program gives up what it does not need.
    init(isSandboxed: Bool, environment: (String) -> String?) {
        if let folder = PictureFolder.find(environment: environment) {
            self = .folder(folder)
            return
        }
        let current = FileTree().realPath(".") ?? "/"
        let home = environment("HOME").flatMap { FileTree().realPath($0) }
        let holdsHome = current == "/" || home == current || home?.hasPrefix(current + "/") == true
        self = isSandboxed && holdsHome ? .closed : .workingDirectory(current)
    }

    /// What is opened for writing; nil where nothing is.
    var path: String? {
        switch self {
        case .folder(let path), .workingDirectory(let path): path
        case .closed: nil
        }
    }

    /// What to say instead of a screenshot, where there is no place for one.
    static let refusal =
        "no screenshot: planeview was started in the home folder, which its sandbox keeps closed; start it in another folder, "
        + "or name a folder for pictures (xdg-user-dirs-update --set PICTURES FOLDER)"
}
