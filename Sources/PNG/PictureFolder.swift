package import Descriptors

/// Where the user keeps pictures.
package enum PictureFolder {
    /// The folder that the desktop's tools made for pictures (xdg-user-dirs), if it is there and may be written to.
    ///
    /// - Parameters:
    ///   - files: the file system.
    ///   - environment: a variable's value.
    /// - Returns: a path in `files`; nil where there is none: then the working directory is the place.
    package static func find(
        _ files: FileTree = FileTree(), environment: (String) -> String?
    ) -> String? {
        guard let home = environment("HOME"), home.hasPrefix("/") else { return nil }
        let configuration = environment("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        guard let text = files.text((configuration ?? home + "/.config") + "/user-dirs.dirs") else {
            return nil
        }
        let folder = text.split(separator: "\n").compactMap { path(in: $0, home) }.last
        // The home folder itself says that there is none (xdg-user-dirs-update).
        guard let folder, folder != home, files.isAccessible(folder) else { return nil }
        return folder
    }

    /// The path in a line such as `XDG_PICTURES_DIR="$HOME/Pictures"`.
    private static func path(in line: Substring, _ home: String) -> String? {
        let line = line.drop { $0 == " " || $0 == "\t" }
        let key = "XDG_PICTURES_DIR=\""
        guard line.hasPrefix(key), let end = line.lastIndex(of: "\"") else { return nil }
        var path = ""
        var isEscaped = false
        let start = line.index(line.startIndex, offsetBy: key.count)
        for character in start <= end ? line[start..<end] : "" {
            isEscaped = character == "\\" && !isEscaped
            if !isEscaped { path.append(character) }
        }
        while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
        if path == "$HOME" { return home }
        return path.hasPrefix("$HOME/") ? home + path.dropFirst(5) : path.hasPrefix("/") ? path : nil
    }
}
