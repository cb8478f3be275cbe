import Foundation
import TestBed

/// A libvirt of this machine's, as a user's session has it: root's would want the whole machine. It ends with its owner.
final class RealLibvirt {
    private static let daemon = "/usr/sbin/libvirtd"
    private static let client = "/usr/bin/virsh"
    /// Debian's "nobody".
    private static let user = 65534

    static var isThere: Bool {
        getuid() == 0 && [daemon, client].allSatisfy(FileManager.default.isExecutableFile(atPath:))
    }

    private let folder: URL
    private let process: RunningProgram
    private var machines: [String] = []
    private var pictureCount = 0

    /// Starts one, and waits until it answers.
    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "planeview-libvirt-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.ownerAccountID: Self.user])
        self.folder = folder
        let names = ["XDG_RUNTIME_DIR", "HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"]
        process = try RunningProgram(
            "/usr/bin/setpriv",
            [
                "--reuid", "\(Self.user)", "--regid", "\(Self.user)", "--clear-groups", "--pdeathsig", "KILL",
                "env",
            ]
                + names.map { "\($0)=\(folder.path)" } + [Self.daemon])
        let deadline = Date.patience
        while (try? run("list")) == nil {
            guard deadline.timeIntervalSinceNow > 0 else {
                throw TestBedError("no libvirt: \(process.errors)")
            }
            usleep(50_000)
        }
    }

    deinit {
        // They would go on without it.
        for machine in machines { try? run("destroy", machine) }
        process.signal(SIGKILL)
        try? FileManager.default.removeItem(at: folder)
    }

    /// What tells programs where it is.
    var environment: [String: String] {
        ["LIBVIRT_DEFAULT_URI": "qemu:///session?socket=\(folder.path)/libvirt/libvirt-sock"]
    }

    /// Has virsh do something.
    func run(_ arguments: String...) throws {
        let virsh = try RunningProgram(Self.client, arguments, environment: environment)
        guard try virsh.end() == 0 else { throw TestBedError("virsh \(arguments): \(virsh.errors)") }
    }

    /// Starts a machine whose only display is the D-Bus one.
    func start(machine name: String) throws {
        let file = folder.appending(path: "\(name).xml")
        try Data(
            """
            <domain type='qemu'>
              <name>\(name)</name> <memory unit='MiB'>32</memory> <os><type arch='x86_64' machine='pc'>hvm</type></os>
              <devices>
                <emulator>/usr/bin/qemu-system-x86_64</emulator>
                <graphics type='dbus' p2p='yes'/> <video><model type='vga'/></video>
              </devices>
            </domain>
            """.utf8
        ).write(to: file)
        try run("create", file.path)
        machines.append(name)
    }

    /// What is on a machine's screen, as libvirt says.
    func screenshot(of name: String) throws -> Image {
        pictureCount += 1
        let file = folder.appending(path: "\(pictureCount).png")
        try run("screenshot", name, file.path)
        return try Image(contentsOf: file)
    }
}
