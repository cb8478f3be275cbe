package import Descriptors

/// The capture devices of this machine. Looking disturbs nobody: a device file may be opened by many.
package struct CaptureList: Sendable {
    package struct Entry: Sendable {
        /// What `--device` takes: `/dev/videoN`.
        package let name: String
        /// Names that stay when devices come and go.
        package let lastingNames: [String]
        package let state: State
    }

    package enum State: Sendable {
        case capture(CaptureReport, holders: [Holder])
        /// It cannot be asked; why, in a sentence.
        case unknown(CaptureError)
    }

    /// Files that pictures can be captured from, or of which it cannot be said that they cannot.
    package let entries: [Entry]

    /// - Parameter open: opens a device's file; tests have their own.
    package init(
        in tree: FileTree = FileTree(),
        opening open: ((String) throws(CaptureError) -> any CaptureDevice)? = nil
    ) {
        let opener = CaptureOpener(tree)
        let names = tree.names(in: "/dev").filter { $0.hasPrefix("video") && Int($0.dropFirst(5)) != nil }
        let lasting = tree.names(in: "/dev/v4l/by-id").map { "/dev/v4l/by-id/" + $0 }
        entries = names.sorted { Int($0.dropFirst(5)) ?? 0 < Int($1.dropFirst(5)) ?? 0 }.compactMap { name in
            let path = "/dev/" + name
            let state: State
            do throws(CaptureError) {
                let device =
                    if let open { try open(path) } else { try opener.open(path) as any CaptureDevice }
                state = .capture(
                    try CaptureReport(of: device, name: path), holders: opener.holders(of: path))
            } catch {
                // A card's other files (metadata, output) are not worth a line.
                if case .noCapture = error { return nil }
                state = .unknown(error)
            }
            return Entry(
                name: path, lastingNames: lasting.filter { tree.realPath($0) == path }, state: state)
        }
    }
}
