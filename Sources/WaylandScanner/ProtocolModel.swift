/// A protocol file as its XML says it, before anything is left out.
struct ProtocolModel: Equatable {
    /// The file's name without its folder, for messages.
    var file: String
    var interfaces: [InterfaceModel] = []
}

/// An interface: messages in both directions, and the enumerations that they use.
struct InterfaceModel: Equatable {
    /// As in the XML: `wl_surface`.
    var name: String
    /// The highest version that this XML describes.
    var version: UInt32
    var summary = ""
    /// In the order of the file, which is the order of the opcodes.
    var requests: [MessageModel] = []
    /// In the order of the file, which is the order of the opcodes.
    var events: [MessageModel] = []
    var enumerations: [EnumerationModel] = []
}

/// A request or an event.
struct MessageModel: Equatable {
    var name: String
    /// The first version that has this message.
    var since: UInt32 = 1
    /// Whether the object is gone after it.
    var isDestructor = false
    var summary = ""
    var arguments: [ArgumentModel] = []
}

/// One argument of a message.
struct ArgumentModel: Equatable {
    /// The types of the wire format.
    enum Kind: String { case int, uint, fixed, string, object, newID = "new_id", array, descriptor = "fd" }

    var name: String
    var kind: Kind
    /// What kind of object; nil for any kind, which is how `wl_registry.bind` names its new object.
    var interface: String?
    /// The enumeration of the value: `error`, or `wl_output.transform` for another interface's.
    var enumeration: String?
    var allowsNull = false
}

/// Named values of an int or uint argument.
struct EnumerationModel: Equatable {
    var name: String
    var since: UInt32 = 1
    /// Whether values are combined by "or".
    var isBitfield = false
    var summary = ""
    var entries: [EntryModel] = []
}

/// One named value.
struct EntryModel: Equatable {
    var name: String
    var value: UInt32
    var since: UInt32 = 1
    var summary = ""
}
