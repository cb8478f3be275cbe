import CLinux
import Descriptors
import Foundation
import TestCompositor
import Wayland

/// A client that has seen the compositor's globals.
struct Conversation {
    let compositor: TestCompositor
    let connection: Connection
    let registry: Registry

    init(_ compositor: TestCompositor = TestCompositor()) throws {
        self.compositor = compositor
        connection = Connection(adopting: try compositor.connect())
        registry = Registry(connection)
        try settle()
    }

    func settle() throws { try compositor.settle(connection) }
}

/// A memory file, findable by its name.
func memoryFile(_ name: String, size: Int) -> OwnedDescriptor {
    let file = OwnedDescriptor(adopting: unsafe planeview_memfd_create(name, PLANEVIEW_MFD_CLOEXEC))
    precondition(ftruncate(file.rawValue, size) == 0)
    return file
}

/// How many descriptors of this process are of the memory file with that name. Other tests run beside this one, so the
/// number of all descriptors says nothing.
func descriptors(of name: String) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count { number in
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)"))
            == "/memfd:\(name) (deleted)"
    }
}
