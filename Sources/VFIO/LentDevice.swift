package import Descriptors

/// A device of a running virtual machine, in the process that lends it.
package struct LentDevice {
    let device: any DeviceCalls
    /// What people call it.
    let name: String
    let host: HostProcess

    init(_ device: any DeviceCalls, named name: String, of host: HostProcess) {
        self.device = device
        self.name = name
        self.host = host
    }

    /// Takes a duplicate of the descriptor that a virtual machine has of its device: it answers as the original does.
    ///
    /// - Parameter wanted: chooses among several devices; nil where there is one.
    /// - Throws: `DeviceError.noProcess`, `.foreignProcess`, `.nothingInProcess`, `.severalInProcess`, `.tracingForbidden`.
    package init(
        _ wanted: String?, from process: Int32, in tree: FileTree = FileTree()
    ) throws(DeviceError) {
        let host = try HostProcess(process, in: tree)
        var found: [LentDevice] = []
        for candidate in try host.devices() where wanted == nil || candidate.name ?? wanted == wanted {
            // Several descriptors of one device are one.
            if let name = candidate.name, found.contains(where: { $0.name == name }) { continue }
            let device = KernelDevice(try host.duplicate(candidate.number), group: nil, container: nil)
            guard Negotiation.hasDisplay(device) else { continue }
            let name = candidate.name ?? wanted ?? "pid:\(host.holder.process)"
            found.append(LentDevice(device, named: name, of: host))
        }
        guard let first = found.first else { throw .nothingInProcess(host.holder) }
        guard found.count == 1 else { throw .severalInProcess(host.holder, found.map(\.name)) }
        self = first
    }
}
