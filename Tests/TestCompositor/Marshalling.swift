// Both modules have wayland-util.h; the compiler takes its structures from the one that it saw first.
internal import CWayland
internal import CWaylandServer
internal import Descriptors

/// Decodes a request's arguments by the same signature that libwayland checked them by.
func decode(_ message: wl_message, _ arguments: UnsafeMutablePointer<wl_argument>) -> [Value] {
    var values: [Value] = []
    for letter in unsafe String(cString: message.signature) where !letter.isNumber && letter != "?" {
        let index = values.count
        let argument = unsafe arguments[index]
        switch letter {
        case "i": unsafe values.append(.int(argument.i))
        case "u": unsafe values.append(.uint(argument.u))
        case "f": unsafe values.append(.fixed(argument.f))
        case "s": unsafe values.append(.string(argument.s.map { unsafe String(cString: $0) }))
        case "o": unsafe values.append(.object(argument.o == nil ? nil : serverObject(argument.o)))
        case "n":
            let interface = unsafe message.types[index].map { unsafe String(cString: $0.pointee.name) }
            unsafe values.append(.newID(argument.n, interface: interface ?? "object"))
        case "a":
            let bytes = unsafe UnsafeRawBufferPointer(
                start: argument.a.pointee.data, count: argument.a.pointee.size)
            unsafe values.append(.array([UInt8](bytes)))
        case "h": unsafe values.append(.descriptor(SharedDescriptor(OwnedDescriptor(adopting: argument.h))))
        default: preconditionFailure("'\(letter)' is no type of an argument")
        }
    }
    return values
}

/// Lends an event's arguments in C's form for one call.
func withRawArguments(_ values: [Value], _ body: (UnsafeMutablePointer<wl_argument>?) -> Void) {
    var raw = unsafe [wl_argument]()
    unsafe fill(&raw, values[...], body)
}

private func fill(
    _ raw: inout [wl_argument], _ values: ArraySlice<Value>,
    _ body: (UnsafeMutablePointer<wl_argument>?) -> Void
) {
    guard let value = values.first else {
        return unsafe raw.withUnsafeMutableBufferPointer { unsafe body($0.baseAddress) }
    }
    switch value {
    case .int(let value): unsafe raw.append(wl_argument(i: value))
    case .uint(let value): unsafe raw.append(wl_argument(u: value))
    case .fixed(let value): unsafe raw.append(wl_argument(f: value))
    case .newID(let id, _): unsafe raw.append(wl_argument(n: id))
    case .descriptor(let shared): unsafe raw.append(wl_argument(h: shared.descriptor.rawValue))
    case .object(let object): unsafe raw.append(wl_argument(o: object?.argument))
    case .string(nil): unsafe raw.append(wl_argument(s: nil))
    case .string(let text?):
        return unsafe text.withCString { text in
            unsafe raw.append(wl_argument(s: text))
            unsafe fill(&raw, values.dropFirst(), body)
        }
    case .array(var bytes):
        return unsafe bytes.withUnsafeMutableBytes { bytes in
            var array = unsafe wl_array(size: bytes.count, alloc: 0, data: bytes.baseAddress)
            unsafe withUnsafeMutablePointer(to: &array) { array in
                unsafe raw.append(wl_argument(a: array))
                unsafe fill(&raw, values.dropFirst(), body)
            }
        }
    }
    unsafe fill(&raw, values.dropFirst(), body)
}
