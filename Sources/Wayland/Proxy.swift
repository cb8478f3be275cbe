internal import CWayland

/// An object that client and compositor share, seen from the client.
///
/// It lives as long as somebody holds it: dropping the last reference sends the request that destroys the object, where
/// its interface has one. Events come only while it lives, so what waits for an event must hold the proxy. A handler
/// that captures its own proxy keeps it for ever; let the owner hold proxies and capture the owner `unowned`.
///
/// Sending a request on a destroyed object, or one that is newer than the object's version, is a fault of the program
/// and stops it: the compositor would end the connection anyway.
@safe
package class Proxy {
    /// The connection, which stays open while any object of it lives.
    package let connection: Connection
    /// The version of the interface that this object speaks.
    package let version: UInt32
    /// libwayland's object; nil once it is destroyed.
    private var object: OpaquePointer?

    /// The interface; every generated class answers its own.
    package class var interface: Interface {
        preconditionFailure("a Proxy is made only through its subclasses")
    }

    /// Takes over an object of libwayland, whose events come here from now on.
    required init(adopting object: OpaquePointer, on connection: Connection) {
        self.connection = connection
        // An object that came with an event has, for libwayland, the version of its sender: wl_buffer 5, say.
        version = min(unsafe wl_proxy_get_version(object), Self.interface.version)
        unsafe adopt(object)
    }

    private func adopt(_ object: OpaquePointer) {
        unsafe self.object = object
        // Unretained: this object is destroyed, and with it the pointer, before `self` is gone.
        let this = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe wl_proxy_add_dispatcher(object, dispatchEvent, mark, this)
    }

    deinit {
        guard let object = unsafe object else { return }
        if let destructor = Self.interface.destructor {
            unsafe wl_proxy_marshal_array_flags(object, destructor, nil, version, destroyFlag, nil)
        } else {
            unsafe wl_proxy_destroy(object)
        }
    }

    /// Whether the object still exists on this side.
    package var isAlive: Bool { unsafe object != nil }

    /// The object's number on the wire, as logs of the compositor show it.
    package var id: UInt32 { unsafe wl_proxy_get_id(liveObject) }

    /// Decodes an event and hands it on; generated classes with events override it.
    func receive(_ opcode: UInt32, _ arguments: EventArguments) {}

    /// Sends a request.
    ///
    /// - Parameter since: the first version of the interface that has it.
    final func sendRequest<let count: Int>(
        _ opcode: UInt32, since: UInt32 = 1, _ arguments: InlineArray<count, Argument>
    ) {
        unsafe marshal(opcode, since, nil, version, 0, arguments)
    }

    /// Sends the request that ends the object's life.
    final func sendDestructor<let count: Int>(
        _ opcode: UInt32, since: UInt32 = 1, _ arguments: InlineArray<count, Argument>
    ) {
        unsafe marshal(opcode, since, nil, version, destroyFlag, arguments)
        unsafe object = nil
    }

    /// Sends a request that creates an object.
    ///
    /// - Parameter version: the new object's version; by the rules of the protocol its creator's, where nil.
    final func makeObject<let count: Int, Object: Proxy>(
        _ opcode: UInt32, since: UInt32 = 1, version: UInt32? = nil, _ arguments: InlineArray<count, Argument>
    ) -> Object {
        let created = unsafe marshal(
            opcode, since, Object.interface.cInterface, version ?? self.version, 0, arguments)
        guard let created = unsafe created else { preconditionFailure("out of memory") }
        return unsafe Object(adopting: created, on: connection)
    }

    /// Sends a request that creates an object, for which a proxy stands whose own is gone: nothing is allocated here.
    final func makeObject<let count: Int>(
        _ opcode: UInt32, since: UInt32 = 1, reusing proxy: Proxy, _ arguments: InlineArray<count, Argument>
    ) {
        precondition(!proxy.isAlive && proxy.version == version, "an object in use, or of another version")
        let created = unsafe marshal(
            opcode, since, type(of: proxy).interface.cInterface, version, 0, arguments)
        guard let created = unsafe created else { preconditionFailure("out of memory") }
        unsafe proxy.adopt(created)
    }

    /// Forgets the object after an event that ended its life on the compositor's side.
    final func retire() {
        unsafe wl_proxy_destroy(liveObject)
        unsafe object = nil
    }

    /// The Swift object behind one of libwayland's; nil where it is another library's, that speaks on the same connection: its
    /// surfaces and outputs are named in events of this program's objects, too.
    static func of(_ object: OpaquePointer) -> Proxy? {
        guard let owner = unsafe wl_proxy_get_listener(object), unsafe owner == mark,
            let this = unsafe wl_proxy_get_user_data(object)
        else { return nil }
        return unsafe Unmanaged<Proxy>.fromOpaque(this).takeUnretainedValue()
    }

    /// libwayland's object, for a call that takes it.
    package var liveObject: OpaquePointer {
        guard let object = unsafe object else { preconditionFailure("\(Self.interface.name) is destroyed") }
        return unsafe object
    }

    @discardableResult
    private func marshal<let count: Int>(
        _ opcode: UInt32, _ since: UInt32, _ created: UnsafePointer<wl_interface>?, _ createdVersion: UInt32,
        _ flags: UInt32, _ arguments: borrowing InlineArray<count, Argument>
    ) -> OpaquePointer? {
        precondition(
            version >= since, "\(Self.interface.name) has version \(version), the request needs \(since)")
        let object = unsafe liveObject
        return unsafe withRawArguments(arguments.span) { raw in
            unsafe wl_proxy_marshal_array_flags(object, opcode, created, createdVersion, flags, raw)
        }
    }
}

/// `WL_MARSHAL_FLAG_DESTROY`, a macro with a shift: the object is gone after the request.
private let destroyFlag: UInt32 = 1

/// What libwayland keeps beside every object of this program's, and of no other's. It is an address and nothing else.
private nonisolated(unsafe) let mark = UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1)

/// Where libwayland sends every event of every object.
private func dispatchEvent(
    _ implementation: UnsafeRawPointer?, _ object: UnsafeMutableRawPointer?, _ opcode: UInt32,
    _ message: UnsafePointer<wl_message>?, _ arguments: UnsafeMutablePointer<wl_argument>?
) -> Int32 {
    guard let object = unsafe object, let arguments = unsafe arguments else { return 0 }
    // Held for the call: a handler may drop the last reference to the object that it is called for.
    guard let this = unsafe wl_proxy_get_user_data(OpaquePointer(object)) else { return 0 }
    let proxy = unsafe Unmanaged<Proxy>.fromOpaque(this).takeUnretainedValue()
    proxy.receive(opcode, unsafe EventArguments(arguments, on: proxy.connection))
    return 0
}
