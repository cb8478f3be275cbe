internal import CWaylandServer
package import Descriptors
internal import Glibc
package import Wayland

/// A Wayland compositor for tests: in the same thread as the client, and only as fast as the test steps it.
///
/// A test alternates the client's `flush` and `receive` with `step()`, or lets `settle(_:)` do so until both are at rest.
/// Nothing happens in time: a frame ends when the test calls `finishFrame()`. What the client asked stands in `log`, what
/// came of it in the typed objects; the switches below make the compositor misbehave in the ways that real ones do.
@safe
package final class TestCompositor {
    /// The requests of all clients, such as `wl_surface#3.attach(wl_buffer#12, 0, 0)`; `sync` and `get_registry` are not
    /// seen, and binding reads `bind wl_compositor 5`.
    package private(set) var log: [String] = []
    /// How many requests came in all; `takeLog` does not change it.
    package private(set) var requestCount = 0
    /// Bytes of requests that were decoded, without those that bind globals.
    package private(set) var bytesReceived = 0
    /// All objects that exist, in the order of their making.
    package internal(set) var objects: [ServerObject] = []

    // What is offered and how it answers.

    /// What `zwp_linux_dmabuf_v1` advertises.
    package var feedback = DmabufFeedbackScript()
    /// What becomes of a dma-buf import.
    package var imports = ImportPolicy.accept
    /// Whether a format and modifier that were not advertised are a protocol error.
    package var checksFormats = true
    /// What `wl_shm` advertises; the two that every compositor has are 0 and 1, ARGB8888 and XRGB8888.
    package var sharedMemoryFormats: [UInt32] = [0, 1]
    /// Whether buffers that are replaced are kept, until `releaseHeldBuffers()`.
    package var holdsReleases = false
    /// Whether `finishFrame` answers frame callbacks.
    package var sendsFrameCallbacks = true
    /// What `finishFrame` says of the frames that asked.
    package var presentation = PresentationScript.presented(.init())
    /// What the first commit of a window is answered with; nil leaves it to the test.
    package var firstConfigure: ConfigureScript? = ConfigureScript()
    /// The mode of `zxdg_toplevel_decoration_v1`: 1 the client draws them, 2 the compositor.
    package var decorationMode: UInt32 = 2
    /// 120ths, sent to each `wp_fractional_scale_v1`.
    package var preferredScale: UInt32 = 120
    /// What the output tells.
    package var output = OutputScript()
    /// What further outputs tell, if there are any.
    package var furtherOutputs: [OutputScript] = []
    /// `wl_seat.capability`: 1 a pointer, 2 a keyboard, 4 a touch screen.
    package var seatCapabilities: UInt32 = 3
    /// Whether a pointer's lock is in force as soon as it is asked for.
    package var grantsLocks = true
    /// What a new keyboard hands out; nil for none.
    package var keymap: String?

    // What was counted.

    /// All `wl_buffer`s ever made.
    package internal(set) var buffersCreated = 0
    /// All descriptors ever received.
    package private(set) var descriptorsReceived = 0
    /// Buffers that the client destroyed while the compositor used them.
    package internal(set) var buffersDestroyedInUse = 0

    /// What waits for the test, in order: imports under `ImportPolicy.hold`.
    package internal(set) var heldImports: [BufferParams] = []
    /// Replaced buffers that were not released yet.
    var replacedBuffers: [Buffer] = []
    /// When `finishFrame` says it is, in milliseconds.
    var time: UInt32 = 0
    private let display: OpaquePointer
    private var globals: [Global] = []

    /// Starts a compositor without a client.
    ///
    /// - Parameter globals: what is offered, with its version.
    package init(globals: [String: UInt32] = TestCompositor.everything) {
        guard let display = unsafe wl_display_create() else { preconditionFailure("out of memory") }
        unsafe self.display = display
        for (interface, version) in globals.sorted(by: { $0.key < $1.key }) {
            addGlobal(interface, version: version)
        }
    }

    deinit {
        // What goes with the clients must not look back here: there is nobody any more.
        for object in objects { object.orphan() }
        unsafe wl_display_destroy_clients(display)
        globals.removeAll()
        unsafe wl_display_destroy(display)
    }

    /// All that this compositor can offer, except a seat, at the highest versions.
    package static let everything: [String: UInt32] = [
        "wl_compositor": 5, "wl_subcompositor": 1, "wl_shm": 1, "wl_output": 4, "xdg_wm_base": 6,
        "zwp_linux_dmabuf_v1": 5, "wp_viewporter": 1, "wp_presentation": 1,
        "wp_single_pixel_buffer_manager_v1": 1, "wp_fractional_scale_manager_v1": 1,
        "zxdg_decoration_manager_v1": 1, "wp_color_representation_manager_v1": 1,
    ]

    /// `everything`, without some of it.
    package static func everything(but missing: String...) -> [String: UInt32] {
        everything.filter { !missing.contains($0.key) }
    }

    /// Offers one more thing, at once.
    package func addGlobal(_ interface: String, version: UInt32) {
        globals.append(unsafe Global(interface, version: version, of: self, on: display))
    }

    /// Withdraws something, as an output that is unplugged.
    package func removeGlobal(_ interface: String) { globals.removeAll { $0.interface == interface } }

    /// Makes a client and returns its end of the socket.
    package func connect() throws(SystemError) -> OwnedDescriptor {
        var pair: [Int32] = [-1, -1]
        try systemCall("socketpair") {
            unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &pair)
        }
        guard unsafe wl_client_create(display, pair[0]) != nil else { preconditionFailure("out of memory") }
        return OwnedDescriptor(adopting: pair[1])
    }

    /// Reads and acts on all that clients have sent, and sends the answers. Never waits.
    package func step() {
        let loop = unsafe wl_display_get_event_loop(display)
        // One dispatch reads one buffer's worth; the loop's descriptor says whether there is more.
        var entry = pollfd(fd: unsafe wl_event_loop_get_fd(loop), events: Int16(POLLIN), revents: 0)
        while unsafe poll(&entry, 1, 0) > 0 { unsafe wl_event_loop_dispatch(loop, 0) }
        unsafe wl_display_flush_clients(display)
    }

    /// Lets client and compositor talk until neither has anything to say.
    package func settle(_ connection: Connection) throws(ConnectionError) {
        for _ in 0..<1000 {
            let before = requestCount
            var answered = false
            let callback = connection.sync()
            callback.onEvent = { _ in answered = true }
            for _ in 0..<1000 where !answered {
                _ = try connection.flush()
                step()
                try connection.receive()
            }
            precondition(answered, "the client never reads its answer")
            // A handler may have asked for more; only if none did, nothing is under way.
            _ = try connection.flush()
            step()
            if requestCount == before { return }
        }
        preconditionFailure("client and compositor never come to rest")
    }

    /// The requests since the last call, which are forgotten with it.
    package func takeLog() -> [String] {
        defer { log.removeAll() }
        return log
    }

    /// Closes the connection of every client, without a word.
    package func hangUp() { unsafe wl_display_destroy_clients(display) }

    /// All objects of a class that exist, in the order of their making.
    package func all<Object: ServerObject>(_ type: Object.Type) -> [Object] {
        objects.compactMap { $0 as? Object }
    }

    func record(_ request: String, byteCount: Int = 0, descriptors: Int = 0) {
        log.append(request)
        requestCount += 1
        bytesReceived += byteCount
        descriptorsReceived += descriptors
    }

    /// The newest that a client was told.
    package var serial: UInt32 { unsafe wl_display_get_serial(display) }

    func nextSerial() -> UInt32 { unsafe wl_display_next_serial(display) }
}
