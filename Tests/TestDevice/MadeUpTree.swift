package import Descriptors
import Glibc

/// A folder that looks like a machine's /sys, /dev and /proc. It goes with its owner.
package final class MadeUpTree {
    package let root: String

    package init() {
        var template = Array("/tmp/planeview-tree-XXXXXX".utf8CString)
        root = unsafe template.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress, let made = unsafe mkdtemp(start) else {
                fatalError("no folder for a test")
            }
            return unsafe String(cString: made)
        }
    }

    deinit { Self.remove(root) }

    package var tree: FileTree { FileTree(root: root) }

    /// Makes a folder and those above it.
    package func folder(_ path: String) {
        var made = root
        for part in path.split(separator: "/") {
            made += "/" + part
            unsafe mkdir(made, 0o755)
        }
    }

    /// Makes a file with a text in it.
    package func file(_ path: String, _ text: String = "") {
        folder(path.split(separator: "/").dropLast().joined(separator: "/"))
        guard let file = unsafe fopen(root + path, "w") else { fatalError("no file for a test") }
        unsafe fputs(text, file)
        unsafe fclose(file)
    }

    /// Makes a symbolic link.
    package func link(_ path: String, to target: String) {
        folder(path.split(separator: "/").dropLast().joined(separator: "/"))
        unsafe symlink(target, root + path)
    }

    /// A mediated device, bound, in a group of its own.
    package func mediatedDevice(_ uuid: String, group: Int, type: String = "mbochs-small") {
        let real = "/sys/devices/virtual/mbochs/mbochs/\(uuid)"
        folder(real)
        link("/sys/bus/mdev/devices/\(uuid)", to: "../../../devices/virtual/mbochs/mbochs/\(uuid)")
        link(real + "/iommu_group", to: "../../../../../kernel/iommu_groups/\(group)")
        link(real + "/mdev_type", to: "../mdev_supported_types/\(type)")
        folder("/sys/kernel/iommu_groups/\(group)/devices/\(uuid)")
        file("/dev/vfio/\(group)")
    }

    private static func remove(_ path: String) {
        if let folder = unsafe opendir(path) {
            var names: [String] = []
            while let entry = unsafe readdir(folder) {
                names.append(
                    unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                    })
            }
            unsafe closedir(folder)
            var status = stat()
            if unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
                for name in names where name != "." && name != ".." { remove(path + "/" + name) }
            }
        }
        unsafe Glibc.remove(path)
    }
}
