import Acts
import CLinux
import Glibc
import Sandbox

// SandboxedActs FOLDER [lending]: enters a sandbox in which files may be made in FOLDER, or that of a process that lends a device,
// and shows what can be done in it (acts.h).

let folder = CommandLine.arguments[1]
var policy = SandboxPolicy()
if CommandLine.arguments.count > 2 {
    policy.task = .lending
} else {
    policy.readable = ["/usr", "/lib", "/lib64", "/etc", "/proc/self"]
    policy.devices = ["/dev/zero", "/dev/null"]
    policy.writable = [folder]
}
policy.requests = [UInt(PLANEVIEW_VFIO_DEVICE_QUERY_GFX_PLANE.rawValue)]
for gap in Sandbox.enter(policy) { print("gap", gap) }
unsafe planeview_acts(folder)
