package import Descriptors

/// Notices that a mediated device is being removed.
///
/// Nobody tells: the drivers have no `request` callback, the device answers as ever, and the kernel waits for it to be closed
/// (`vfio_unregister_group_dev`) without end. But the first thing that it has done is to take the device off its bus
/// (`bus_remove_device`), and that can be seen in sysfs.
package final class RemovalWatch {
    private let tree: FileTree
    private let folder: String
    private var next: Instant?

    /// Between two looks: one system call each, and whoever removes the device waits for so long.
    private static let interval = Instant.Span.seconds(1)

    /// - Parameter name: the device's on its bus. nil is made of one that is not a mediated device.
    init?(of name: String, in tree: FileTree) {
        folder = "/sys/bus/mdev/devices/\(name)"
        self.tree = tree
        guard tree.exists(folder) else { return nil }
    }

    /// - Parameter path: the device's file, `/dev/vfio/devices/vfioN`.
    convenience init?(ofFile path: String, in tree: FileTree) {
        let number = path.split(separator: "/").last.map(String.init) ?? ""
        guard let name = tree.linkName("/sys/class/vfio-dev/\(number)/device") else { return nil }
        self.init(of: name, in: tree)
    }

    /// Looks, unless the last look was just now.
    package func isUnderWay(at now: Instant) -> Bool {
        if let next, now < next { return false }
        next = now + Self.interval
        return !tree.exists(folder)
    }
}
