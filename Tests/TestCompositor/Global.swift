internal import CWaylandServer
import Wayland

/// Something on offer: binding it makes an object of the right class.
@safe
final class Global {
    let interface: String
    private let kind: GlobalKind
    private unowned let compositor: TestCompositor
    private var global: OpaquePointer?

    /// - Parameter interface: one that `GlobalKind` knows.
    init(_ interface: String, version: UInt32, of compositor: TestCompositor, on display: OpaquePointer) {
        guard let kind = GlobalKind.all.first(where: { $0.interface.name == interface }) else {
            preconditionFailure("the test compositor has no \(interface)")
        }
        self.interface = interface
        self.kind = kind
        self.compositor = compositor
        let cInterface = unsafe kind.interface.address.assumingMemoryBound(to: wl_interface.self)
        let this = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe global = wl_global_create(display, cInterface, Int32(version), this, bindGlobal)
        precondition(unsafe global != nil, "\(interface) has no version \(version) in protocols/bindings.txt")
    }

    deinit { unsafe wl_global_destroy(global) }

    fileprivate func bind(_ client: OpaquePointer, version: UInt32, id: UInt32) {
        compositor.record("bind \(interface) \(version)")
        let object = unsafe kind.type.init(
            kind.interface, version: version, id: id, for: client, of: compositor)
        object.bound()
    }
}

private func bindGlobal(
    _ client: OpaquePointer?, _ data: UnsafeMutableRawPointer?, _ version: UInt32, _ id: UInt32
) {
    guard let client = unsafe client, let data = unsafe data else { return }
    unsafe Unmanaged<Global>.fromOpaque(data).takeUnretainedValue().bind(client, version: version, id: id)
}

/// An interface and the class that plays it.
struct GlobalKind {
    let interface: Interface
    let type: ServerObject.Type

    /// All that can be offered.
    static let all: [GlobalKind] = [
        GlobalKind(interface: WlCompositor.interface, type: CompositorGlobal.self),
        GlobalKind(interface: WlSubcompositor.interface, type: SubcompositorGlobal.self),
        GlobalKind(interface: WlShm.interface, type: SharedMemoryGlobal.self),
        GlobalKind(interface: WlOutput.interface, type: OutputGlobal.self),
        GlobalKind(interface: WlSeat.interface, type: SeatGlobal.self),
        GlobalKind(interface: XdgWmBase.interface, type: WindowManagerGlobal.self),
        GlobalKind(interface: ZwpLinuxDmabufV1.interface, type: DmabufGlobal.self),
        GlobalKind(interface: WpViewporter.interface, type: ViewporterGlobal.self),
        GlobalKind(interface: WpPresentation.interface, type: PresentationGlobal.self),
        GlobalKind(interface: WpSinglePixelBufferManagerV1.interface, type: SinglePixelGlobal.self),
        GlobalKind(interface: WpFractionalScaleManagerV1.interface, type: FractionalScaleGlobal.self),
        GlobalKind(
            interface: WpColorRepresentationManagerV1.interface, type: ColourRepresentationGlobal.self),
        GlobalKind(interface: ZwpIdleInhibitManagerV1.interface, type: IdleInhibitGlobal.self),
        GlobalKind(interface: WpContentTypeManagerV1.interface, type: ContentTypeGlobal.self),
        GlobalKind(interface: XdgToplevelIconManagerV1.interface, type: IconGlobal.self),
        GlobalKind(interface: XdgActivationV1.interface, type: ServerObject.self),
        GlobalKind(interface: WpCursorShapeManagerV1.interface, type: CursorShapeGlobal.self),
        GlobalKind(interface: ZwpPointerConstraintsV1.interface, type: PointerConstraintsGlobal.self),
        GlobalKind(interface: ZwpRelativePointerManagerV1.interface, type: RelativePointersGlobal.self),
        GlobalKind(
            interface: ZwpKeyboardShortcutsInhibitManagerV1.interface, type: ShortcutsInhibitGlobal.self),
        GlobalKind(interface: WlDataDeviceManager.interface, type: DataDeviceManagerGlobal.self),
        GlobalKind(interface: ZxdgDecorationManagerV1.interface, type: DecorationGlobal.self),
    ]
}
