import Demo
import Descriptors
import Input
import Planes
import QEMU
import Reconnection
import V4L2
import VFIO

/// Turns what the user wrote after `--device` into a source.
enum SourceOpener {
    /// A device to be shown, which stays while it is away.
    ///
    /// - Parameters:
    ///   - patience: which absences are waited out.
    ///   - say: takes sentences about the device.
    /// - Throws: `Failure` when the device cannot be opened, and that is not waited out.
    static func open(
        _ request: DeviceRequest, _ patience: Patience, _ say: @escaping (String) -> Void
    ) throws(Failure) -> OpenedDevice {
        let sink = request.hasInput ? ChangingSink() : nil
        let clipboard = request.hasInput && request.exchangesClipboard ? ChangingClipboard() : nil
        // A window that is there already does not stand still for long because a virtual machine hangs.
        var limit = MachineOpener.patience
        let lenders = Lenders()
        func source() throws(Failure) -> any PlaneSource {
            defer { limit = MachineOpener.retryPatience }
            let source = try open(request, within: limit, lenders: lenders, say)
            let console = (source as? QEMUSource)?.console
            sink?.current = console.map { ConsoleInput($0) }
            clipboard?.current = console.map { MachineClipboard($0) }
            return source
        }
        if patience.isEmpty { return OpenedDevice(source: try source(), sink: sink, clipboard: clipboard) }
        var failure: Failure?
        do throws(SourceError) {
            let source = try ReturningSource(named: request.device, patience, report: say) {
                () throws(SourceError) in
                do throws(Failure) {
                    return try source()
                } catch {
                    failure = error
                    throw error.mayPass ? .refused(error.message) : .unfit(error.message)
                }
            }
            return OpenedDevice(source: source, sink: sink, clipboard: clipboard)
        } catch {
            throw failure ?? Failure(.resources, error.description)
        }
    }

    /// A source that is looked at.
    ///
    /// - Parameters:
    ///   - limit: what a virtual machine may take for its answers.
    ///   - lenders: start the processes that hold the devices of virtual machines.
    ///   - say: takes sentences about the device.
    /// - Throws: `Failure`.
    static func open(
        _ request: DeviceRequest, within limit: Instant.Span = MachineOpener.patience,
        lenders: Lenders = Lenders(), _ say: (String) -> Void = Console.log
    ) throws(Failure) -> any PlaneSource {
        switch DeviceKind(request.device) {
        case .demo(let text): try demo(text, say)
        case .capture: try capture(request.device, request.wish)
        case .machine: try machine(request.device, within: limit)
        case .display: try display(request, lenders)
        }
    }

    private static func display(
        _ request: DeviceRequest, _ lenders: Lenders
    ) throws(Failure) -> any PlaneSource {
        do throws(DeviceError) {
            guard let specifier = DeviceSpecifier(request.device) else {
                throw .notASpecifier(request.device)
            }
            let opened = try DeviceOpener(lenders: lenders).open(specifier)
            return try VFIOSource(
                opened.device, name: opened.name, abi: request.abi, gpu: opened.gpu, loan: opened.loan,
                removal: opened.removal, givesMonitor: request.resizesGuest ?? opened.isOwned)
        } catch {
            // A text that names no device is the command line's fault.
            if case .notASpecifier = error { throw Failure(.usage, error.description) }
            throw Failure(.device, error.description, mayPass: error.mayPass)
        }
    }

    private static func machine(
        _ device: String, within limit: Instant.Span
    ) throws(Failure) -> any PlaneSource {
        do throws(QEMUError) {
            return try MachineOpener(patience: limit).source(specifier(device))
        } catch {
            throw Failure(error)
        }
    }

    /// - Throws: `QEMUError.notASpecifier`.
    static func specifier(_ device: String) throws(QEMUError) -> MachineSpecifier {
        guard let specifier = MachineSpecifier(device) else { throw .notASpecifier(device) }
        return specifier
    }

    private static func capture(_ device: String, _ wish: CaptureWish) throws(Failure) -> any PlaneSource {
        do {
            return try CaptureOpener().source(device, wish)
        } catch {
            throw Failure(.device, error.description, mayPass: error.mayPass)
        }
    }

    private static func demo(_ options: String, _ say: (String) -> Void) throws(Failure) -> any PlaneSource {
        let parsed: DemoOptions
        do {
            parsed = try DemoOptions(parsing: options)
        } catch {
            throw Failure(.usage, error.description)
        }
        do {
            let source = try DemoSource(parsed)
            say("the demo's pictures are in \(source.backingDescription)")
            return source
        } catch {
            throw Failure(error.isShortage ? .resources : .device, error.description)
        }
    }
}

extension Failure {
    /// A text that names no machine is the command line's fault.
    init(_ error: QEMUError) {
        if case .notASpecifier = error {
            self.init(.usage, error.description)
        } else {
            self.init(.device, error.description, mayPass: error.mayPass)
        }
    }
}
