import Demo
import Planes
import Reconnection
import V4L2
import VFIO

/// Turns what the user wrote after `--device` into a source.
enum SourceOpener {
    /// A source that stays while its device is away.
    ///
    /// - Parameters:
    ///   - patience: which absences are waited out.
    ///   - resizesGuest: whether the guest gets a monitor of the window's size; nil leaves it to the device's being ours.
    /// - Throws: `Failure` when the device cannot be opened, and that is not waited out.
    static func open(
        _ options: DeviceOption, _ patience: Patience, resizesGuest: Bool?
    ) throws(Failure) -> any PlaneSource {
        if patience.isEmpty { return try open(options, resizesGuest) }
        var failure: Failure?
        do throws(SourceError) {
            return try ReturningSource(named: options.device, patience, report: Console.log) {
                () throws(SourceError) in
                do throws(Failure) {
                    return try open(options, resizesGuest)
                } catch {
                    failure = error
                    throw error.mayPass ? .refused(error.message) : .unfit(error.message)
                }
            }
        } catch {
            throw failure ?? Failure(.resources, error.description)
        }
    }

    /// A source that is only looked at.
    ///
    /// - Throws: `Failure`.
    static func open(_ options: DeviceOption) throws(Failure) -> any PlaneSource {
        try open(options, false)
    }

    private static func open(
        _ options: DeviceOption, _ resizesGuest: Bool?
    ) throws(Failure) -> any PlaneSource {
        switch DeviceKind(options.device) {
        case .demo(let text): try demo(text)
        case .capture: try capture(options.device, options.wish)
        case .display: try display(options.device, options.abi, resizesGuest)
        }
    }

    private static func display(
        _ device: String, _ abi: DisplayABI?, _ resizesGuest: Bool?
    ) throws(Failure) -> any PlaneSource {
        do throws(DeviceError) {
            guard let specifier = DeviceSpecifier(device) else { throw .notASpecifier(device) }
            let opened = try DeviceOpener().open(specifier)
            return try VFIOSource(
                opened.device, name: opened.name, abi: abi, gpu: opened.gpu, host: opened.host,
                removal: opened.removal, givesMonitor: resizesGuest ?? opened.isOwned)
        } catch {
            // A text that names no device is the command line's fault.
            if case .notASpecifier = error { throw Failure(.usage, error.description) }
            throw Failure(.device, error.description, mayPass: error.mayPass)
        }
    }

    private static func capture(_ device: String, _ wish: CaptureWish) throws(Failure) -> any PlaneSource {
        do {
            return try CaptureOpener().source(device, wish)
        } catch {
            throw Failure(.device, error.description, mayPass: error.mayPass)
        }
    }

    private static func demo(_ options: String) throws(Failure) -> any PlaneSource {
        let parsed: DemoOptions
        do {
            parsed = try DemoOptions(parsing: options)
        } catch {
            throw Failure(.usage, error.description)
        }
        do {
            let source = try DemoSource(parsed)
            Console.log("the demo's pictures are in \(source.backingDescription)")
            return source
        } catch {
            throw Failure(.device, error.description)
        }
    }
}
