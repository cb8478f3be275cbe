/// What a process is to be able to do from now on. What is not named here, and is not needed to show what is shown, it is not.
package struct SandboxPolicy: Sendable {
    /// Files, and folders with all that is in them, to be read.
    package var readable: [String] = []
    /// Device files, and folders of such, to be opened, read, written and controlled.
    package var devices: [String] = []
    /// Folders in which files may be made and replaced.
    package var writable: [String] = []
    /// The numbers of what descriptors may be asked (`ioctl`), the usual ones of terminals and pipes apart.
    package var requests: [UInt] = []
    /// Whether descriptors may be written to at an offset (`pwrite`): so a device's EDID region is written.
    package var writesAtOffsets = false
    /// What the process is there for: that decides which system calls it may make.
    package var task = Task.showing

    package enum Task: Sendable {
        /// It shows pictures.
        case showing
        /// It answers, over a socket that it has, what may be asked of a device that it has: it opens nothing, connects to
        /// nothing and starts no threads.
        case lending
    }

    package init() {}
}
