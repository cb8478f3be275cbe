/// A request that came from the client, decoded.
package struct Request {
    package let name: String
    package let arguments: [Value]

    func int(_ index: Int) -> Int32 {
        if case .int(let value) = arguments[index] { value } else { wrong(index) }
    }

    func uint(_ index: Int) -> UInt32 {
        if case .uint(let value) = arguments[index] { value } else { wrong(index) }
    }

    func fixed(_ index: Int) -> Double {
        if case .fixed(let value) = arguments[index] { Double(value) / 256 } else { wrong(index) }
    }

    func string(_ index: Int) -> String? {
        if case .string(let value) = arguments[index] { value } else { wrong(index) }
    }

    func newID(_ index: Int) -> UInt32 {
        if case .newID(let value, _) = arguments[index] { value } else { wrong(index) }
    }

    func descriptor(_ index: Int) -> SharedDescriptor {
        if case .descriptor(let value) = arguments[index] { value } else { wrong(index) }
    }

    /// The object, or nil where the client sent none.
    func object<Object: ServerObject>(_ index: Int, _ type: Object.Type = Object.self) -> Object? {
        guard case .object(let object) = arguments[index] else { wrong(index) }
        return object as? Object
    }

    func rectangle(from index: Int) -> Rectangle {
        Rectangle(x: int(index), y: int(index + 1), width: int(index + 2), height: int(index + 3))
    }

    private func wrong(_ index: Int) -> Never {
        preconditionFailure("argument \(index) of \(name) has another type")
    }
}
