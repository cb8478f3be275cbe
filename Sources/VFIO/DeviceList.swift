package import Descriptors

/// The devices that may have a display, as sysfs shows them. Looking disturbs nobody: nothing that is in use is opened.
package struct DeviceList: Sendable {
    /// One device.
    package struct Entry: Sendable {
        /// What `--device` takes: an mdev UUID or a PCI address.
        package let name: String
        /// The device type's name, such as "GVTg_V5_4" or "nvidia-233"; nil for what is no mediated device.
        package let type: String?
        /// The device that it is a part of.
        package let parent: String?
        /// `/dev/vfio/N`; nil while it is not bound to a VFIO driver.
        package let group: String?
        package let state: State
    }

    /// What can be said of a device's display.
    package enum State: Sendable, Equatable {
        /// It is free, and has a display.
        case display(PlaneInterface)
        case held([Holder])
        /// It cannot be asked; why, in a sentence.
        case unknown(DeviceError)
    }

    /// Devices with a display, or of which it cannot be said that they have none.
    package let entries: [Entry]
    /// Names of devices without one.
    private let others: Set<String>

    /// - Parameter earlier: what was found before. A device that is still there, and was free then or had no display, is not
    ///   opened again: whoever is about to take it is to find it free.
    package init(in tree: FileTree = FileTree(), after earlier: DeviceList? = nil) {
        let mediated = tree.names(in: "/sys/bus/mdev/devices").map { ($0, "/sys/bus/mdev/devices/\($0)") }
        let drivers = tree.names(in: "/sys/bus/pci/drivers").filter { $0.contains("vfio") }
        let whole = drivers.flatMap { driver in
            tree.names(in: "/sys/bus/pci/drivers/\(driver)").filter { $0.contains(":") }
                .map { ($0, "/sys/bus/pci/devices/\($0)") }
        }
        var entries: [Entry] = []
        var others: Set<String> = []
        for (name, folder) in mediated + whole {
            if earlier?.others.contains(name) == true {
                others.insert(name)
            } else if let entry = earlier?.free(name) ?? Self.entry(name, folder, tree) {
                entries.append(entry)
            } else {
                others.insert(name)
            }
        }
        self.entries = entries
        self.others = others
    }

    private func free(_ name: String) -> Entry? {
        entries.first { entry in
            if case .display = entry.state { entry.name == name } else { false }
        }
    }

    /// nil where the device has no display.
    private static func entry(_ name: String, _ folder: String, _ tree: FileTree) -> Entry? {
        guard let state = state(of: name, tree) else { return nil }
        let type = tree.text(folder + "/mdev_type/name") ?? tree.linkName(folder + "/mdev_type")
        let group = tree.linkName(folder + "/iommu_group").map { "/dev/vfio/\($0)" }
        // A mediated device's folder lies in its parent's.
        let parts = (tree.link(folder) ?? "").split(separator: "/")
        let parent = type == nil ? nil : parts.dropLast().last.map(String.init)
        return Entry(
            name: name, type: type, parent: parent, group: group.flatMap { tree.exists($0) ? $0 : nil },
            state: state)
    }

    private static func state(of name: String, _ tree: FileTree) -> State? {
        guard let specifier = DeviceSpecifier(name) else { return nil }
        do throws(DeviceError) {
            let device = try DeviceOpener(tree).open(specifier).device
            return .display(try Negotiation(device: device, name: name).access().interface)
        } catch {
            switch error {
            case .noDisplay: return nil
            case .busy(_, let holders): return .held(holders)
            default: return .unknown(error)
            }
        }
    }
}
