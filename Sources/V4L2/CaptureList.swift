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
    /// Files of which is known that they do not capture.
    private let others: Set<String>

    /// - Parameters:
    ///   - earlier: what was found before. A file that is still there, and of which all was learnt then, is not opened again:
    ///     to open one may wake a camera up.
    ///   - open: opens a device's file; tests have their own.
    package init(
        in tree: FileTree = FileTree(), after earlier: CaptureList? = nil,
        opening open: ((String) throws(CaptureError) -> any CaptureDevice)? = nil
    ) {
        let opener = CaptureOpener(tree)
        let names = tree.names(in: "/dev").filter { $0.hasPrefix("video") && Int($0.dropFirst(5)) != nil }
        let lasting = tree.names(in: "/dev/v4l/by-id").map { "/dev/v4l/by-id/" + $0 }
        var entries: [Entry] = []
        var others: Set<String> = []
        for name in names.sorted(by: { Int($0.dropFirst(5)) ?? 0 < Int($1.dropFirst(5)) ?? 0 }) {
            let path = "/dev/" + name
            if earlier?.others.contains(path) == true {
                others.insert(path)
                continue
            }
            if let known = earlier?.known(path) {
                entries.append(known)
                continue
            }
            let state: State
            do throws(CaptureError) {
                let device =
                    if let open { try open(path) } else { try opener.open(path) as any CaptureDevice }
                state = .capture(
                    try CaptureReport(of: device, name: path), holders: opener.holders(of: path))
            } catch {
                // A card's other files (metadata, output) are not worth a line.
                if case .noCapture = error {
                    others.insert(path)
                    continue
                }
                state = .unknown(error)
            }
            entries.append(
                Entry(name: path, lastingNames: lasting.filter { tree.realPath($0) == path }, state: state))
        }
        self.entries = entries
        self.others = others
    }

    private func known(_ path: String) -> Entry? {
        entries.first { entry in
            if case .capture = entry.state { entry.name == path } else { false }
        }
    }
}
