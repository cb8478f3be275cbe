/// What the generator knows of an interface, as plain values.
struct InterfaceDescription {
    let name: StaticString
    /// The highest version that may be bound.
    let version: UInt32
    /// The opcode of the request without arguments that ends an object's life, if there is one.
    let destructor: UInt32?
    let requests: [MessageDescription]
    let events: [MessageDescription]

    init(
        _ name: StaticString, version: UInt32, destructor: UInt32? = nil, requests: [MessageDescription],
        events: [MessageDescription]
    ) {
        self.name = name
        self.version = version
        self.destructor = destructor
        self.requests = requests
        self.events = events
    }
}

/// A request or an event, as `struct wl_message` (wayland-util.h) wants it.
struct MessageDescription {
    let name: StaticString
    /// The first version, if not 1, and a letter for each argument.
    let signature: StaticString
    /// An interface's name, or nil, for each argument.
    let types: [String?]

    init(_ name: StaticString, _ signature: StaticString, _ types: [String?]) {
        self.name = name
        self.signature = signature
        self.types = types
    }
}
