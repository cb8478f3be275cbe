/// An argument of a request.
enum Argument {
    case int(Int32)
    case uint(UInt32)
    case fixed(Fixed)
    case string(String?)
    case object(Proxy?)
    /// The place of the object that the request creates.
    case newObject
    case array([UInt8])
    /// A descriptor's number, borrowed for the call: libwayland duplicates it.
    case descriptor(Int32)
}
