/// Writes the method that sends a request.
struct RequestGenerator {
    let scope: Scope
    /// The interface whose request it is.
    let interface: String

    /// The method, indented as a member of the class.
    func method(_ request: MessageModel, opcode: Int) -> String {
        let created = request.arguments.first { $0.kind == .newID }
        let declared = request.arguments.flatMap(parameters).joined(separator: ", ")
        let passed = request.arguments.flatMap(values).joined(separator: ", ")
        let since = request.since > 1 ? ", since: \(request.since)" : ""
        let doc = "    /// Request `\(interface).\(request.name)`\(summary(request.summary))."
        let name = Names.member(request.name)
        guard let created else {
            let function = request.isDestructor ? "sendDestructor" : "sendRequest"
            return """
                \(doc)
                    package func \(name)(\(declared)) {
                        \(function)(\(opcode)\(since), [\(passed)])
                    }

                """
        }
        guard created.interface != nil else {
            return """
                \(doc)
                    package func \(name)<Object: Proxy>(\(declared)) -> Object {
                        makeObject(\(opcode)\(since), version: version, [\(passed)])
                    }

                """
        }
        let type = scope.type(of: created.interface) ?? "Proxy"
        let method = """
            \(doc)
                package func \(name)(\(declared)) -> \(type) {
                    makeObject(\(opcode)\(since), [\(passed)])
                }

            """
        guard scope.isEndedByEvent(created.interface) else { return method }
        // What is asked for at each refresh need not be allocated at each.
        let separator = declared.isEmpty ? "" : ", "
        return method + "\n" + """
            \(doc)
                ///
                /// - Parameter proxy: one whose object an event has ended; it is the new object's from now on.
                package func \(name)(\(declared)\(separator)reusing proxy: \(type)) {
                    makeObject(\(opcode)\(since), reusing: proxy, [\(passed)])
                }

            """
    }

    private func parameters(_ argument: ArgumentModel) -> [String] {
        let name = Names.member(argument.name)
        let optional = argument.allowsNull ? "?" : ""
        switch argument.kind {
        case .int: return ["\(name): \(scope.enumeration(argument.enumeration, in: interface) ?? "Int32")"]
        case .uint: return ["\(name): \(scope.enumeration(argument.enumeration, in: interface) ?? "UInt32")"]
        case .fixed: return ["\(name): Fixed"]
        case .string: return ["\(name): String\(optional)"]
        case .object: return ["\(name): \(scope.type(of: argument.interface) ?? "Proxy")\(optional)"]
        case .newID: return argument.interface == nil ? ["_ type: Object.Type", "version: UInt32"] : []
        case .array: return ["\(name): [UInt8]"]
        case .descriptor: return ["\(name): borrowing OwnedDescriptor"]
        }
    }

    private func values(_ argument: ArgumentModel) -> [String] {
        let name = Names.member(argument.name)
        let isEnumeration = scope.enumeration(argument.enumeration, in: interface) != nil
        switch argument.kind {
        case .int: return [isEnumeration ? ".int(Int32(bitPattern: \(name).rawValue))" : ".int(\(name))"]
        case .uint: return [isEnumeration ? ".uint(\(name).rawValue)" : ".uint(\(name))"]
        case .fixed: return [".fixed(\(name))"]
        case .string: return [".string(\(name))"]
        case .object: return [".object(\(name))"]
        case .newID:
            return argument.interface == nil
                ? [".string(type.interface.name)", ".uint(version)", ".newObject"] : [".newObject"]
        case .array: return [".array(\(name))"]
        case .descriptor: return [".descriptor(\(name).rawValue)"]
        }
    }
}
