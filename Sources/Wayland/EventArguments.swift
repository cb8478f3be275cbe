internal import CWayland
internal import Descriptors

/// The arguments of an event, valid while it is dispatched.
///
/// Generated code reads them by the same description that libwayland decoded them by; that is what makes it safe.
/// Descriptors and new objects belong to whoever reads them: each must be read once, and no code keeps this value.
@safe
struct EventArguments {
    private let values: UnsafeMutablePointer<wl_argument>
    private let connection: Connection

    init(_ values: UnsafeMutablePointer<wl_argument>, on connection: Connection) {
        unsafe self.values = values
        self.connection = connection
    }

    func int(_ index: Int) -> Int32 { unsafe values[index].i }

    func uint(_ index: Int) -> UInt32 { unsafe values[index].u }

    func fixed(_ index: Int) -> Fixed { Fixed(rawValue: unsafe values[index].f) }

    /// A string that the protocol says is there; bytes that are not UTF-8 become U+FFFD.
    func string(_ index: Int) -> String { optionalString(index) ?? "" }

    func optionalString(_ index: Int) -> String? { unsafe values[index].s.map { unsafe String(cString: $0) } }

    func array(_ index: Int) -> WireArray {
        guard let array = unsafe values[index].a?.pointee, let data = unsafe array.data else {
            return WireArray(bytes: [])
        }
        return WireArray(bytes: unsafe [UInt8](UnsafeRawBufferPointer(start: data, count: array.size)))
    }

    /// The descriptor, which the reader owns from now on.
    func descriptor(_ index: Int) -> OwnedDescriptor { OwnedDescriptor(adopting: unsafe values[index].h) }

    /// An object that this client knows; nil where none was sent, or where it was destroyed meanwhile.
    func object<Object: Proxy>(_ index: Int) -> Object? {
        guard let object = unsafe values[index].o else { return nil }
        return unsafe Proxy.of(object) as? Object
    }

    /// The object that the compositor created with this event.
    func newObject<Object: Proxy>(_ index: Int) -> Object {
        guard let object = unsafe values[index].o else {
            preconditionFailure("libwayland dispatched an event without its new object")
        }
        return unsafe Object(adopting: object, on: connection)
    }
}
