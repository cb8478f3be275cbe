/// A virtual machine's console, as a user writes it.
package struct MachineSpecifier: Equatable, Sendable {
    /// Where QEMU is met.
    package enum Place: Equatable, Sendable {
        /// On the session bus: the machine of a name or UUID; nil for the first.
        case session(String?)
        /// On a message bus, by its D-Bus address.
        case bus(String)
        /// By its QMP socket, without a message bus.
        case qmp(String)
        /// By libvirt, without a message bus.
        case libvirt(String)
    }

    package let place: Place
    /// nil for the first graphic console.
    package let console: UInt32?

    /// What may be written, for people.
    package static let forms =
        "qemu: or qemu:NAME (a virtual machine on the session bus), qemu:ADDRESS or qemu:unix:PATH (on another bus), "
        + "qmp:SOCKET, libvirt:NAME, each with #N for its console N"

    /// Whether a text names a machine, rightly or wrongly.
    package static func isName(_ text: String) -> Bool {
        ["qemu:", "qmp:", "libvirt:"].contains { text.hasPrefix($0) }
    }

    /// - Returns: nil when the text says no such thing.
    package init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        var rest = text[text.index(after: colon)...]
        if let hash = rest.lastIndex(of: "#") {
            let digits = rest[rest.index(after: hash)...]
            guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = UInt32(digits) else {
                return nil
            }
            console = number
            rest = rest[..<hash]
        } else {
            console = nil
        }
        // A C string ends at the first zero.
        guard !rest.utf8.contains(0), let place = Self.place(text[..<colon], String(rest)) else { return nil }
        self.place = place
    }

    private static func place(_ scheme: Substring, _ rest: String) -> Place? {
        switch scheme {
        case "qmp": return rest.isEmpty ? nil : .qmp(rest)
        case "libvirt": return rest.isEmpty ? nil : .libvirt(rest)
        case "qemu":
            guard rest.contains(":") else { return .session(rest.isEmpty ? nil : rest) }
            if rest.contains("=") { return .bus(rest) }
            let path = rest.dropFirst("unix:".count)
            guard rest.hasPrefix("unix:"), !path.isEmpty else { return nil }
            return .bus("unix:path=" + escaped(path))
        default: return nil
        }
    }

    /// As the D-Bus specification has it: all but some characters is written as its bytes.
    private static func escaped(_ path: Substring) -> String {
        var escaped = ""
        for byte in path.utf8 {
            switch Unicode.Scalar(byte) {
            case "a"..."z", "A"..."Z", "0"..."9", "-", "_", "/", ".", "\\", "*":
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16)
                escaped += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return escaped
    }
}
