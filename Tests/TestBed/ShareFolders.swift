import Foundation
import Synchronization

/// The folders that virtual machines share with this process. A machine that serves a whole suite has no owner that
/// ends before the process does, so they go at its exit.
enum ShareFolders {
    private static let folders = Mutex<[URL]>([])

    /// A path for a new folder.
    static func make() -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "planeview-vm-\(UUID().uuidString)")
        folders.withLock { folders in
            if folders.isEmpty { atexit { ShareFolders.removeAll() } }
            folders.append(folder)
        }
        return folder
    }

    private static func removeAll() {
        for folder in folders.withLock({ $0 }) { try? FileManager.default.removeItem(at: folder) }
    }
}
