/// Writes the event type of an interface, its handler, and the decoding of events.
struct EventGenerator {
    let scope: Scope
    /// The interface whose events they are.
    let interface: String

    /// The members of the class, indented.
    ///
    /// - Throws: when an event brings an object of an interface that is not bound.
    func members(_ events: [MessageModel]) throws(ScannerError) -> String {
        var cases: [String] = []
        var decoders: [String] = []
        for (opcode, event) in events.enumerated() {
            let name = Names.member(event.name)
            cases.append("        /// `\(event.name)`\(summary(event.summary)).")
            cases.append("        case \(name)\(try payload(event))")
            decoders.append("        case \(opcode):")
            if event.isDestructor { decoders.append("            retire()") }
            decoders.append("            deliver(.\(name)\(decoding(event)))")
        }
        let owns = events.contains { $0.arguments.contains { $0.kind == .descriptor } }
        return """
                /// What the compositor tells about a `\(interface)`.
                package enum Event\(owns ? ": ~Copyable" : "") {
            \(cases.joined(separator: "\n"))
                }

                /// Called for each event. Without it, events are dropped and what they own is let go.
                package var onEvent: ((\(owns ? "consuming " : "")Event) -> Void)?

                override func receive(_ opcode: UInt32, _ arguments: EventArguments) {
                    switch opcode {
            \(decoders.joined(separator: "\n"))
                    default: break
                    }
                }

                private func deliver(_ event: consuming Event) {
                    if let onEvent { onEvent(event) }
                }

            """
    }

    private func payload(_ event: MessageModel) throws(ScannerError) -> String {
        var fields: [String] = []
        for argument in event.arguments {
            fields.append("\(Names.member(argument.name)): \(try type(argument, event))")
        }
        return fields.isEmpty ? "" : "(\(fields.joined(separator: ", ")))"
    }

    private func type(_ argument: ArgumentModel, _ event: MessageModel) throws(ScannerError) -> String {
        switch argument.kind {
        case .int: return scope.enumeration(argument.enumeration, in: interface) ?? "Int32"
        case .uint: return scope.enumeration(argument.enumeration, in: interface) ?? "UInt32"
        case .fixed: return "Fixed"
        case .string: return argument.allowsNull ? "String?" : "String"
        case .array: return "WireArray"
        case .descriptor: return "OwnedDescriptor"
        case .object, .newID:
            guard let type = scope.type(of: argument.interface) else {
                throw .unboundEventObject(
                    interface: interface, event: event.name, object: argument.interface ?? "new object")
            }
            // An object may be destroyed on this side while an event that names it is on its way.
            return argument.kind == .object ? type + "?" : type
        }
    }

    private func decoding(_ event: MessageModel) -> String {
        let fields = event.arguments.enumerated().map { index, argument in
            "\(Names.member(argument.name)): \(value(argument, index))"
        }
        return fields.isEmpty ? "" : "(\(fields.joined(separator: ", ")))"
    }

    private func value(_ argument: ArgumentModel, _ index: Int) -> String {
        let enumeration = scope.enumeration(argument.enumeration, in: interface)
        switch argument.kind {
        case .int:
            return enumeration.map { "\($0)(rawValue: UInt32(bitPattern: arguments.int(\(index))))" }
                ?? "arguments.int(\(index))"
        case .uint:
            return enumeration.map { "\($0)(rawValue: arguments.uint(\(index)))" }
                ?? "arguments.uint(\(index))"
        case .fixed: return "arguments.fixed(\(index))"
        case .string: return "arguments.\(argument.allowsNull ? "optionalString" : "string")(\(index))"
        case .object: return "arguments.object(\(index))"
        case .newID: return "arguments.newObject(\(index))"
        case .array: return "arguments.array(\(index))"
        case .descriptor: return "arguments.descriptor(\(index))"
        }
    }
}
