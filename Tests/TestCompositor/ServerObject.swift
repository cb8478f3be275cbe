// Both modules have wayland-util.h; the compiler takes its structures from the one that it saw first.
internal import CWayland
internal import CWaylandServer
internal import Descriptors
package import Wayland

/// An object that the client made, seen from the compositor. It lives until the client destroys it or goes; tests may
/// hold it longer and look at what it was.
///
/// Interfaces with behaviour have subclasses; the others are just this, and log what they are asked.
@safe
package class ServerObject {
    /// The compositor, which outlives its objects.
    package unowned let compositor: TestCompositor
    package let interface: Interface
    package let version: UInt32
    /// The number on the wire.
    package let id: UInt32
    /// libwayland's object; nil once it is destroyed.
    private var resource: OpaquePointer?
    /// Valid while the object is alive.
    private let client: OpaquePointer
    /// Whether the compositor is gone, and the client about to follow.
    private var isOrphan = false

    /// - Parameter id: the client's number for the object, or 0 for one that the compositor makes.
    required init(
        _ interface: Interface, version: UInt32, id: UInt32, for client: OpaquePointer,
        of compositor: TestCompositor
    ) {
        let cInterface = unsafe interface.address.assumingMemoryBound(to: wl_interface.self)
        guard let resource = unsafe wl_resource_create(client, cInterface, Int32(version), id) else {
            preconditionFailure("the client used a number twice, or there is no memory")
        }
        self.compositor = compositor
        self.interface = interface
        self.version = version
        self.id = unsafe wl_resource_get_id(resource)
        unsafe self.resource = resource
        unsafe self.client = client
        // libwayland holds the object until the resource is destroyed.
        let this = unsafe Unmanaged.passRetained(self).toOpaque()
        unsafe wl_resource_set_dispatcher(resource, dispatchRequest, nil, this, resourceDestroyed)
        compositor.objects.append(self)
    }

    /// Whether the client still has it.
    package var isAlive: Bool { unsafe resource != nil }

    /// Called once for the object of a global.
    func bound() {}

    /// Acts on a request. It is in the log already.
    func handle(_ request: Request) {}

    /// Called when the object is gone.
    func destroyed() {}

    /// Called when the compositor goes, before the clients do: lets go of what would hold objects in a circle. Nothing
    /// may look at the compositor from then on.
    func orphan() { isOrphan = true }

    /// Makes an object with the client's number.
    @discardableResult
    final func make<Object: ServerObject>(
        _ interface: Interface, id: UInt32, version: UInt32? = nil, as type: Object.Type = Object.self
    ) -> Object {
        unsafe Object(interface, version: version ?? self.version, id: id, for: client, of: compositor)
    }

    /// Sends an event, by its name in the XML; nothing happens if the object is gone.
    package final func send(_ event: String, _ arguments: Value...) {
        guard let resource = unsafe resource else { return }
        let cInterface = unsafe interface.address.assumingMemoryBound(to: wl_interface.self).pointee
        let opcode = unsafe (0..<Int(cInterface.event_count)).first { index in
            unsafe String(cString: cInterface.events[index].name) == event
        }
        guard let opcode else { preconditionFailure("\(interface.name) has no event \(event)") }
        unsafe withRawArguments(arguments) { raw in
            unsafe wl_resource_post_event_array(resource, UInt32(opcode), raw)
        }
    }

    /// Ends the connection with a protocol error of this object.
    package final func post(error code: UInt32, _ message: String) {
        guard let resource = unsafe resource else { return }
        unsafe planeview_post_error(resource, code, message)
    }

    /// Destroys the object from this side, as the events of `wl_callback` do.
    final func destroy() {
        guard let resource = unsafe resource else { return }
        unsafe wl_resource_destroy(resource)
    }

    /// libwayland's object, as an argument of an event; nil once it is destroyed.
    var argument: OpaquePointer? { unsafe resource }

    fileprivate func forget() {
        unsafe resource = nil
        if isOrphan { return }
        compositor.objects.removeAll { $0 === self }
        destroyed()
    }

    fileprivate func receive(_ opcode: UInt32, _ request: Request) {
        let arguments = request.arguments.map(\.description).joined(separator: ", ")
        let descriptors = request.arguments.count { if case .descriptor = $0 { true } else { false } }
        compositor.record(
            "\(self).\(request.name)(\(arguments))",
            byteCount: request.arguments.reduce(8) { $0 + $1.byteCount }, descriptors: descriptors)
        handle(request)
        if opcode == interface.destructor { destroy() }
    }
}

extension ServerObject: CustomStringConvertible {
    /// Such as `wl_surface#3`.
    package var description: String { "\(interface.name)#\(id)" }
}

/// The Swift object behind one of libwayland's.
func serverObject(_ resource: OpaquePointer?) -> ServerObject? {
    guard let this = unsafe wl_resource_get_user_data(resource) else { return nil }
    return unsafe Unmanaged<ServerObject>.fromOpaque(this).takeUnretainedValue()
}

private func dispatchRequest(
    _ implementation: UnsafeRawPointer?, _ resource: UnsafeMutableRawPointer?, _ opcode: UInt32,
    _ message: UnsafePointer<wl_message>?, _ arguments: UnsafeMutablePointer<wl_argument>?
) -> Int32 {
    guard let resource = unsafe resource, let message = unsafe message, let arguments = unsafe arguments
    else { return 0 }
    // Decoding takes over the descriptors, so it comes first, whatever happens then.
    let request = unsafe Request(
        name: String(cString: message.pointee.name), arguments: decode(message.pointee, arguments))
    unsafe serverObject(OpaquePointer(resource))?.receive(opcode, request)
    return 0
}

private func resourceDestroyed(_ resource: OpaquePointer?) {
    guard let this = unsafe wl_resource_get_user_data(resource) else { return }
    unsafe Unmanaged<ServerObject>.fromOpaque(this).takeRetainedValue().forget()
}
