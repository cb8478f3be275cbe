import Descriptors
import Wayland

/// `wl_data_device_manager`.
final class DataDeviceManagerGlobal: ServerObject {
    override func handle(_ request: Request) {
        switch request.name {
        case "create_data_source": make(WlDataSource.interface, id: request.newID(0), as: DataSource.self)
        case "get_data_device": make(WlDataDevice.interface, id: request.newID(0), as: DataDevice.self)
        default: break
        }
    }
}

/// A `wl_data_source`: what the client has copied.
package final class DataSource: ServerObject {
    package private(set) var types: [String] = []

    override func handle(_ request: Request) {
        if request.name == "offer", let type = request.string(0) { types.append(type) }
    }

    override func destroyed() {
        // A selection ends with its source.
        for device in compositor.all(DataDevice.self) where device.selection === self { device.select(nil) }
    }

    /// Pastes it into a pipe, or whatever else the descriptor is.
    package func send(_ type: String, into pipe: SharedDescriptor) {
        send("send", .string(type), .descriptor(pipe))
    }
}

/// A `wl_data_offer`: what another client has copied.
package final class DataOffer: ServerObject {
    /// What the client wants to read: each with the pipe that it is to be written into.
    package private(set) var receivers: [(type: String, pipe: SharedDescriptor)] = []

    override func handle(_ request: Request) {
        guard request.name == "receive" else { return }
        receivers.append((request.string(0) ?? "", request.descriptor(1)))
    }

    /// Closes the oldest pipe that the client waits for, and returns it to be written into before.
    package func takeReceiver() -> SharedDescriptor { receivers.removeFirst().pipe }
}

/// A `wl_data_device`. As real compositors do, it tells its client what is selected when that has the keyboard, and each time that
/// the selection changes then: a test says when.
package final class DataDevice: ServerObject {
    /// The client's own selection, while it is in force.
    package private(set) weak var selection: DataSource?
    /// By which the client asked for it.
    package private(set) var serial: UInt32?
    /// How often it asked.
    package private(set) var selections = 0
    /// Whether a selection that is asked for comes true.
    package var isGenerous = true

    override func handle(_ request: Request) {
        guard request.name == "set_selection" else { return }
        serial = request.uint(1)
        selections += 1
        let source: DataSource? = request.object(0)
        guard isGenerous else {
            source?.send("cancelled")
            return
        }
        select(source)
    }

    fileprivate func select(_ source: DataSource?) {
        if let selection, selection !== source, selection.isAlive { selection.send("cancelled") }
        selection = source
        tell()
    }

    /// Tells what is selected, if that is the client's own.
    package func tell() { offer(selection?.types) }

    /// Another client has copied something.
    @discardableResult
    package func copy(_ types: [String]?) -> DataOffer? {
        if let selection { selection.send("cancelled") }
        selection = nil
        return offer(types)
    }

    /// The same, but the client learns that its own selection is none any more when it knows of the next.
    package func copyBeforeCancelling(_ types: [String]) -> DataOffer? {
        let old = selection
        selection = nil
        let new = offer(types)
        old?.send("cancelled")
        return new
    }

    @discardableResult
    private func offer(_ types: [String]?) -> DataOffer? {
        guard let types else {
            send("selection", .object(nil))
            return nil
        }
        let offer = introduce(types)
        send("selection", .object(offer))
        return offer
    }

    /// Makes an offer known, for something.
    package func introduce(_ types: [String]) -> DataOffer {
        let offer: DataOffer = make(WlDataOffer.interface, id: 0)
        send("data_offer", .object(offer))
        for type in types { offer.send("offer", .string(type)) }
        return offer
    }

    /// Something is dragged over a surface, and away again.
    package func drag(_ types: [String], over surface: Surface) {
        let offer = introduce(types)
        send(
            "enter", .uint(compositor.nextSerial()), .object(surface), .fixed(0), .fixed(0), .object(offer))
        send("leave")
    }
}
