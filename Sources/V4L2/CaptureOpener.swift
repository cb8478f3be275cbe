package import Descriptors
internal import Glibc
internal import Planes

/// Opens capture devices by their files: `/dev/videoN`, or a name that stays (`/dev/v4l/by-id/…`).
package struct CaptureOpener {
    private let tree: FileTree

    package init(_ tree: FileTree = FileTree()) {
        self.tree = tree
    }

    /// Whether a user who writes this means a capture device.
    package static func isName(_ text: String) -> Bool {
        text.hasPrefix("/dev/video") || text.hasPrefix("/dev/v4l/")
    }

    package static let forms = "/dev/videoN or /dev/v4l/by-id/… for a capture device"

    /// Opens a device.
    ///
    /// - Throws: a sentence that says what to do.
    package func open(_ path: String) throws(CaptureError) -> KernelCaptureDevice {
        do {
            return try KernelCaptureDevice(path: tree.path(path))
        } catch {
            throw CaptureError(error, of: path, holders: { holders(of: path) })
        }
    }

    /// The device's pictures.
    package func source(_ path: String, _ wish: CaptureWish) throws(CaptureError) -> V4L2Source {
        try V4L2Source(open(path), name: path, wish: wish) { holders(of: path) }
    }

    /// Other processes that have the file open; without privileges only the user's own can be seen.
    func holders(of path: String) -> [Holder] {
        tree.holders(of: tree.realPath(path) ?? path).filter { $0.process != Int(getpid()) }
    }
}
