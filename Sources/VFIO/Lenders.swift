/// Starts the processes that hold the devices of virtual machines.
package final class Lenders {
    private let start: (String) throws(DeviceError) -> Loan
    /// Those whose device could not be opened yet: once the window is there, none could be started any more.
    private var waiting: [String: Loan] = [:]

    /// - Parameter start: starts one for what `pid:` names, such as "4711/UUID"; it has not opened anything then.
    package init(
        start: @escaping (String) throws(DeviceError) -> Loan = { (name) throws(DeviceError) in
            try LenderProcess.start(name)
        }
    ) {
        self.start = start
    }

    /// Has a device opened.
    ///
    /// - Throws: a sentence that says what to do.
    func loan(of device: String?, from process: Int32) throws(DeviceError) -> Loan {
        let name = "\(process)" + (device.map { "/\($0)" } ?? "")
        let loan: Loan
        if let known = waiting.removeValue(forKey: name) { loan = known } else { loan = try start(name) }
        do throws(DeviceError) {
            try loan.open()
            return loan
        } catch {
            if error.mayPass { waiting[name] = loan }
            throw error
        }
    }
}
