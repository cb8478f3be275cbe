internal import CWayland

/// An interface as libwayland needs it: a C structure that is never moved and never freed.
@safe
package final class Interface: Sendable {
    /// Such as `wl_surface`.
    package let name: String
    /// The highest version that may be bound.
    package let version: UInt32
    /// The opcode of the request without arguments that ends an object's life, if there is one.
    package let destructor: UInt32?
    /// Written by `InterfaceTable` before anyone sees the interface, and constant from then on.
    nonisolated(unsafe) let cInterface: UnsafeMutablePointer<wl_interface>

    /// The `struct wl_interface`, for libwayland-server, whose Swift module has its own idea of that type.
    package var address: UnsafeRawPointer { unsafe UnsafeRawPointer(cInterface) }

    /// Allocates the structure, with its name and nothing else.
    init(_ description: InterfaceDescription) {
        name = description.name.description
        version = description.version
        destructor = description.destructor
        unsafe cInterface = .allocate(capacity: 1)
        unsafe cInterface.initialize(to: wl_interface())
        unsafe cInterface.pointee.name = description.name.cString
        unsafe cInterface.pointee.version = Int32(description.version)
    }
}

extension StaticString {
    /// The characters, which the compiler ends with a zero and keeps for the life of the program.
    var cString: UnsafePointer<CChar> {
        unsafe UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
