/// What a user may write to name a VFIO device.
package enum DeviceSpecifier: Equatable, Sendable {
    /// A mediated device by its UUID.
    case mediated(String)
    /// A device by its folder in sysfs.
    case sysfs(String)
    /// A PCI device by its address, in full: "0000:21:00.4".
    case pci(String)
    /// The only device of a group: `/dev/vfio/N`.
    case group(Int)
    /// A device file of Linux 6.6 and later: `/dev/vfio/devices/vfioN`.
    case deviceFile(String)
    /// A device descriptor that the process was started with.
    case descriptor(Int32)
    /// The device that a running virtual machine holds, by its process; the name chooses among several.
    case process(Int32, device: String?)

    /// The forms, for help and errors.
    package static let forms =
        "an mdev UUID, a sysfs path, a PCI address, /dev/vfio/N, /dev/vfio/devices/vfioN, fd:N or "
        + "pid:N[/UUID]"

    /// Reads what the user wrote; nil when it is none of the forms.
    package init?(_ text: String) {
        if let number = text.suffix(after: "fd:").flatMap({ Int32($0) }), number >= 0 {
            self = .descriptor(number)
        } else if let process = text.suffix(after: "pid:") {
            let parts = process.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let number = Int32(parts[0]), number > 0, parts.count == 1 || !parts[1].isEmpty else {
                return nil
            }
            self = .process(number, device: parts.count == 2 ? parts[1].lowercased() : nil)
        } else if text.suffix(after: "/dev/vfio/devices/vfio").flatMap({ UInt32($0) }) != nil {
            self = .deviceFile(text)
        } else if let number = text.suffix(after: "/dev/vfio/").flatMap({ UInt32($0) }) {
            self = .group(Int(number))
        } else if text.hasPrefix("/sys/") {
            self = .sysfs(text)
        } else if Self.isUUID(text) {
            self = .mediated(text.lowercased())
        } else if let address = Self.pciAddress(text) {
            self = .pci(address)
        } else {
            return nil
        }
    }

    private static func isUUID(_ text: String) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }

    /// The domain may be left out, as lspci does.
    private static func pciAddress(_ text: String) -> String? {
        let full =
            text.split(separator: ":", omittingEmptySubsequences: false).count == 2 ? "0000:" + text : text
        let parts = full.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "." }
        guard parts.map(\.count) == [4, 2, 2, 1], full.filter({ $0 == "." }).count == 1,
            parts.allSatisfy({ $0.allSatisfy(\.isHexDigit) })
        else { return nil }
        return full.lowercased()
    }
}

extension String {
    /// What follows a prefix; nil when there is no such prefix.
    fileprivate func suffix(after prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
