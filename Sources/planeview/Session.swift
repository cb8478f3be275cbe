import Descriptors
import Presentation
import Wayland

/// What there is as long as a compositor is: what it offers, and its connection's place in the loop.
final class Session {
    let compositor: Compositor
    let driver: ConnectionDriver

    /// Connects to the compositor.
    ///
    /// - Throws: `Failure` with the status of what is missing.
    init(in loop: EventLoop) throws(Failure) {
        do {
            let connection = try Connection()
            compositor = try Compositor(on: connection, report: Console.log)
            driver = try ConnectionDriver(connection, in: loop)
        } catch let error as ConnectionError {
            throw Failure(error)
        } catch {
            throw Failure(.resources, "the system is out of something: \(error)")
        }
    }
}

extension Failure {
    /// What a connection's error means for the program's end.
    init(_ error: ConnectionError) {
        self.init(
            error.isShortage ? .resources : .compositor, error.description, mayPass: error.isAbsence)
    }
}
