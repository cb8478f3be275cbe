package import Descriptors
internal import Glibc
internal import Planes
package import Wayland

/// What this program uses of a compositor, bound once.
package final class Compositor {
    let connection: Connection
    let surfaces: WlCompositor
    let subsurfaces: WlSubcompositor
    let windows: XdgWmBase
    let viewports: WpViewporter
    let sharedMemory: SharedMemory
    /// nil where the compositor takes no dma-bufs.
    let importer: DmabufImporter?
    /// What makes dma-bufs of copies.
    let exporter: any DmabufExporter
    let presentation: WpPresentation?
    /// The clock on which it tells times (`wp_presentation.clock_id`).
    private(set) var presentationClock = CLOCK_MONOTONIC
    /// nil where the compositor reads colours as it likes.
    let colours: ColourRepresentation?
    let singlePixels: WpSinglePixelBufferManagerV1?
    let decorations: Decorations
    /// nil where scales are whole numbers.
    let fractionalScales: WpFractionalScaleManagerV1?
    let idleInhibitors: ZwpIdleInhibitManagerV1?
    let activation: XdgActivationV1?
    let contentTypes: WpContentTypeManagerV1?
    let icons: XdgToplevelIconManagerV1?
    let outputs: Outputs
    let seats: Seats
    private let registry: Registry

    /// Binds what the compositor offers.
    ///
    /// - Parameters:
    ///   - exporter: makes dma-bufs of copies.
    ///   - keymapLibrary: libxkbcommon, as the dynamic linker searches for it.
    ///   - decorationLibrary: libdecor in the same way; nil for none.
    ///   - wait: waits until the compositor has answered all that was asked.
    ///   - report: takes sentences that are about no window in particular.
    /// - Throws: `ConnectionError`; `missingGlobal` and `oldGlobal` name what is needed and what is offered.
    package init(
        on connection: Connection, exporter: any DmabufExporter = Udmabuf(),
        keymapLibrary: String = KeymapCompiler.library, decorationLibrary: String? = Decorations.library,
        wait: (Connection) throws(ConnectionError) -> Void = { (connection) throws(ConnectionError) in
            // Behind waypipe, both of its halves load a graphics driver before the first answer.
            try connection.roundtrip(milliseconds: 20_000)
        }, report: @escaping (String) -> Void = { _ in }
    ) throws(ConnectionError) {
        self.connection = connection
        self.exporter = exporter
        registry = Registry(connection)
        try wait(connection)
        // Version 4: damage_buffer, which damage in a buffer's own coordinates needs.
        surfaces = try registry.bind(version: 4...5)
        subsurfaces = try registry.bind(version: 1...1)
        // Version 6: windows that nobody sees are told so.
        windows = try registry.bind(version: 1...6)
        viewports = try registry.bind(version: 1...1)
        sharedMemory = SharedMemory(try registry.bind(version: 1...1))
        // Version 3: modifiers. Below it a compositor ignores them and draws tiled pictures as if they were linear
        // (mpv-player/mpv issue 10357).
        importer = registry.bindIfOffered(ZwpLinuxDmabufV1.self, version: 3...5).map(DmabufImporter.init)
        presentation = registry.bindIfOffered(version: 1...1)
        colours = registry.bindIfOffered(version: 1...1).map(ColourRepresentation.init)
        singlePixels = registry.bindIfOffered(version: 1...1)
        decorations = Decorations(
            registry.bindIfOffered(version: 1...1), connection, library: decorationLibrary, report: report)
        idleInhibitors = registry.bindIfOffered(version: 1...1)
        activation = registry.bindIfOffered(version: 1...1)
        contentTypes = registry.bindIfOffered(version: 1...1)
        icons = registry.bindIfOffered(version: 1...1)
        fractionalScales = registry.bindIfOffered(version: 1...1)
        outputs = Outputs(registry)
        seats = Seats(
            registry, KeymapCompiler(keymapLibrary, report: report),
            registry.bindIfOffered(version: 1...1))
        registry.onChange = { [unowned outputs, unowned seats] change in
            outputs.follow(change)
            seats.follow(change)
        }
        windows.onEvent = { [unowned windows] event in
            if case .ping(let serial) = event { windows.pong(serial: serial) }
        }
        presentation?.onEvent = { [unowned self] event in
            if case .clockId(let clock) = event { presentationClock = Int32(bitPattern: clock) }
        }
        // The answers of what was bound just now: formats of both kinds, a clock, the outputs' names, and the seats' devices.
        try wait(connection)
    }

    /// The GPU that the compositor draws with; nil where it does not say.
    var gpu: GPU? {
        importer?.formats.mainDevice.flatMap { GPU(number: $0, in: FileTree()) }
    }

    /// A region of one rectangle, at the origin.
    func region(_ width: Int32, _ height: Int32) -> WlRegion {
        let region = surfaces.createRegion()
        region.add(x: 0, y: 0, width: width, height: height)
        return region
    }

    /// A black buffer of one pixel, to be stretched by a viewport.
    func blackPixel() throws(SystemError) -> WlBuffer {
        if let singlePixels {
            return singlePixels.createU32RgbaBuffer(r: 0, g: 0, b: 0, a: .max)
        }
        return try sharedMemory.blackPixel()
    }
}
