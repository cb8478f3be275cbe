package import Descriptors

/// An argument of a request or an event.
package enum Value {
    case int(Int32)
    case uint(UInt32)
    /// 256ths.
    case fixed(Int32)
    case string(String?)
    case object(ServerObject?)
    /// The number of an object that a request creates.
    case newID(UInt32, interface: String)
    case array([UInt8])
    case descriptor(SharedDescriptor)

    /// Bytes on the wire (Wayland, 4.3 'Wire format').
    var byteCount: Int {
        switch self {
        case .int, .uint, .fixed, .object, .newID, .string(nil): 4
        case .string(let text?): 4 + (text.utf8.count + 1 + 3) / 4 * 4
        case .array(let bytes): 4 + (bytes.count + 3) / 4 * 4
        case .descriptor: 0
        }
    }

    /// An array of numbers in the machine's byte order.
    package static func array<Element: FixedWidthInteger>(of elements: [Element]) -> Value {
        .array(elements.flatMap { element in unsafe withUnsafeBytes(of: element) { unsafe [UInt8]($0) } })
    }
}

extension Value: CustomStringConvertible {
    /// As it stands in the request log.
    package var description: String {
        switch self {
        case .int(let value): "\(value)"
        case .uint(let value): "\(value)"
        case .fixed(let value): "\(Double(value) / 256)"
        case .string(let value): value.map { "\"\($0)\"" } ?? "nil"
        case .object(let object): object?.description ?? "nil"
        case .newID(let id, let interface): "new \(interface)#\(id)"
        case .array(let bytes): "[\(bytes.count) bytes]"
        case .descriptor: "fd"
        }
    }
}

/// A descriptor that several values may hold; closed with the last of them.
package final class SharedDescriptor {
    package let descriptor: OwnedDescriptor

    package init(_ descriptor: consuming OwnedDescriptor) { self.descriptor = descriptor }
}
