import Acts
import CLinux
import Glibc
import Sandbox

// SandboxedActs FOLDER: enters a sandbox in which files may be made in FOLDER, and shows what can be done in it (acts.h).

let folder = CommandLine.arguments[1]
var policy = SandboxPolicy()
policy.readable = ["/usr", "/lib", "/lib64", "/etc", "/proc/self"]
policy.devices = ["/dev/zero", "/dev/null"]
policy.writable = [folder]
policy.requests = [UInt(PLANEVIEW_VFIO_DEVICE_QUERY_GFX_PLANE.rawValue)]
for gap in Sandbox.enter(policy) { print("gap", gap) }
unsafe planeview_acts(folder)
