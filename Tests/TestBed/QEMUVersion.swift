package import Foundation

/// The QEMUs that the tests know.
package enum QEMUVersion: String, CaseIterable, Sendable {
    /// This machine's own: Debian 12's 7.2, whose D-Bus listener is the base alone.
    case host
    /// The test bed's (`scripts/testbed guests`): Debian 13's 10.0, whose listener shares its memory.
    case bed

    /// Those that are there.
    package static var present: [QEMUVersion] { TestBed.guests == nil ? [.host] : [.host, .bed] }

    /// Starts one in a folder, which has another name in the bed: paths are to be relative. It has SIGTERM blocked, as the
    /// thread has that starts it.
    package func start(
        in folder: URL, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> RunningProgram {
        let arguments = ["-nodefaults", "-no-user-config"] + arguments
        switch self {
        case .host:
            return try RunningProgram(
                "/usr/bin/env", ["-C", folder.path, "qemu-system-x86_64"] + arguments,
                environment: environment)
        case .bed:
            let tree = "/" + TestBed.guestFolder
            let libraries = tree + "/usr/lib/x86_64-linux-gnu"
            return try RunningProgram(
                TestBed.script("in-testbed").path,
                [
                    folder.path, "env", "LD_LIBRARY_PATH=\(libraries):\(tree)/usr/lib",
                    "QEMU_MODULE_DIR=\(libraries)/qemu", "\(tree)/usr/bin/qemu-system-x86_64",
                    "-L", "\(tree)/usr/share/seabios", "-L", "\(tree)/usr/share/qemu",
                ] + arguments)
        }
    }

    /// What starts a Linux with a console on the screen: Tests/VirtualMachine/console-init.
    package func linux() throws -> [String] {
        guard let guests = TestBed.guests else { throw TestBedError("no guests: run scripts/test") }
        let folder = self == .bed ? "/" + TestBed.guestFolder : guests
        return [
            "-m", "128", "-kernel", "\(folder)/vmlinuz", "-initrd", "\(folder)/console-initrd", "-append",
            "console=tty1 quiet mitigations=off",
        ]
    }
}
