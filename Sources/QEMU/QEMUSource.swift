internal import Descriptors
package import Planes

/// A console of a virtual machine that QEMU shows over D-Bus, as a primary plane and a cursor. QEMU tells of each change.
package final class QEMUSource: PlaneSource {
    package let name: String
    /// The console's object, for input.
    package let console: DisplayConsole

    /// The machine's connections and their clocks, as one descriptor.
    private let loop: EventLoop
    private let registration: Registration
    private let screen: Screen

    /// - Parameter listener: registered with the console.
    /// - Throws: `BusError`.
    init(
        _ name: String, _ console: DisplayConsole, _ listener: DisplayListener, in loop: EventLoop
    ) throws(BusError) {
        self.name = name
        self.console = console
        self.loop = loop
        screen = listener.screen
        registration = try Registration(listener, with: console, in: loop)
    }

    package var descriptor: Int32? { loop.descriptor }
    package var isPolled: Bool { false }

    package func receive() throws(SourceError) {
        do throws(SystemError) {
            try loop.turn(timeout: 0)
        } catch {
            throw .lost("\(name): \(error)")
        }
        try checkLife()
    }

    package func snapshot() throws(SourceError) -> Snapshot {
        try checkLife()
        // What QEMU has drawn so far is in this snapshot: it may go on.
        registration.answer()
        return screen.snapshot()
    }

    package func memory(of plane: Plane) throws(SourceError) -> PlaneMemory {
        try screen.memory(of: plane)
    }

    package func release(_ identity: BufferIdentity) { screen.release(identity) }

    package func mayReturn(_ identity: BufferIdentity) -> Bool { screen.mayReturn(identity) }

    /// QEMU itself takes the old monitor away, where its guests need that.
    package func plug(_ monitor: Monitor?) throws(SourceError) {
        if let monitor { console.plug(monitor) }
    }

    private func checkLife() throws(SourceError) {
        if let loss = registration.loss { throw .lost("\(name): \(loss)") }
    }
}
