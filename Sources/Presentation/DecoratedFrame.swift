internal import Planes
internal import Wayland

/// A window by libdecor, which draws its decorations and hides them where the window fills an output.
@safe final class DecoratedFrame: WindowFrame {
    var onConfigure: ((FrameConfiguration) -> Void)?
    var onClose: (() -> Void)?
    /// Called when libdecor cannot do its work and the surface is no window.
    var onFailure: (() -> Void)?

    private let surface: WlSurface
    private let decorator: Decorator
    private let frame: OpaquePointer
    private let owner: Unmanaged<FrameOwner>
    /// What libdecor asks for, while it is asking.
    private var configuration: OpaquePointer?
    private var size = Size(width: 1, height: 1)
    /// What libdecor calls back for may have the frame let go of, which it still needs then: it is done a little later.
    private var errand: WlCallback?

    /// - Returns: nil when libdecor makes no frames.
    init?(_ surface: WlSurface, _ decorator: Decorator, title: String) {
        let owner = unsafe Unmanaged.passRetained(FrameOwner())
        let (libdecor, handle) = unsafe (decorator.libdecor, surface.liveObject)
        guard !decorator.hasFailed,
            let frame = unsafe libdecor.decorate(decorator.context, handle, frameEvents, owner.toOpaque())
        else {
            unsafe owner.release()
            return nil
        }
        self.surface = surface
        self.decorator = decorator
        unsafe self.frame = frame
        unsafe self.owner = owner
        unsafe owner._withUnsafeGuaranteedRef { $0.frame = self }
        unsafe libdecor.setApplicationID(frame, Window.applicationID)
        unsafe libdecor.setTitle(frame, title)
        // No picture is too small to be looked at.
        unsafe libdecor.setMinimumSize(frame, 1, 1)
        decorator.onFailure[ObjectIdentifier(self)] = { [unowned self] in postpone { $0.fail() } }
    }

    deinit {
        decorator.onFailure[ObjectIdentifier(self)] = nil
        // What has failed is left as it is.
        guard !decorator.hasFailed else { return }
        unsafe decorator.libdecor.release(frame)
        unsafe owner.release()
    }

    func map() { unsafe decorator.libdecor.map(frame) }

    func setTitle(_ title: String) {
        if !decorator.hasFailed { unsafe decorator.libdecor.setTitle(frame, title) }
    }

    func fill(_ output: WlOutput?) {
        // Before the first configure there is nothing yet to be filled with.
        guard hasRole else { return }
        unsafe decorator.libdecor.setFullscreen(frame, output?.liveObject)
    }

    func leaveOutput() {
        if hasRole { unsafe decorator.libdecor.unsetFullscreen(frame) }
    }

    func resize(to size: Size) {
        self.size = size
        settle()
    }

    private var hasRole: Bool {
        if decorator.hasFailed { return false }
        return unsafe decorator.libdecor.shellSurface(frame) != nil
    }

    /// Tells libdecor how large the window is, which answers what it has asked for, if it has.
    private func settle() {
        guard !decorator.hasFailed else { return }
        let state = unsafe decorator.libdecor.createState(size.width, size.height)
        unsafe decorator.libdecor.commit(frame, state, configuration)
        unsafe decorator.libdecor.releaseState(state)
        unsafe configuration = nil
    }

    fileprivate func configured(_ configuration: OpaquePointer) {
        unsafe self.configuration = configuration
        var new = FrameConfiguration()
        var (width, height, state) = (Int32(0), Int32(0), UInt32(0))
        if unsafe decorator.libdecor.contentSize(configuration, frame, &width, &height) {
            // Less than a title bar is high leaves less than nothing.
            new.size = Size(width: max(1, width), height: max(1, height))
        }
        if unsafe decorator.libdecor.windowState(configuration, &state) {
            new.isFullscreen = state & LibdecorState.fullscreen != 0
            new.isSuspended = state & LibdecorState.suspended != 0
        }
        onConfigure?(new)
        if unsafe self.configuration != nil { settle() }
    }

    fileprivate func closed() {
        postpone { $0.onClose?() }
    }

    /// A decoration was drawn anew, and is seen with the window's next commit.
    fileprivate func commit() { surface.commit() }

    private func fail() {
        if !hasRole { onFailure?() }
    }

    private func postpone(_ body: @escaping (DecoratedFrame) -> Void) {
        errand = surface.connection.sync()
        errand?.onEvent = { [unowned self] _ in body(self) }
    }
}

/// Whose a frame of libdecor's is.
private final class FrameOwner {
    weak var frame: DecoratedFrame?

    static func of(_ data: UnsafeMutableRawPointer?) -> DecoratedFrame? {
        guard let data = unsafe data else { return nil }
        return unsafe Unmanaged<FrameOwner>.fromOpaque(data).takeUnretainedValue().frame
    }
}

/// `struct libdecor_frame_interface`: four functions, and ten that are reserved.
private nonisolated(unsafe) let frameEvents: UnsafeMutableRawPointer = {
    typealias Event = @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Void
    let configure: @convention(c) (OpaquePointer?, OpaquePointer?, UnsafeMutableRawPointer?) -> Void = {
        if let configuration = unsafe $1 { unsafe FrameOwner.of($2)?.configured(configuration) }
    }
    let close: Event = { unsafe FrameOwner.of($1)?.closed() }
    let commit: Event = { unsafe FrameOwner.of($1)?.commit() }
    // There are no popups.
    let dismissPopup:
        @convention(c) (OpaquePointer?, UnsafePointer<CChar>?, UnsafeMutableRawPointer?) -> Void = {
            _, _, _ in
        }
    return unsafe functionTable(
        of: 14,
        [
            unsafeBitCast(configure, to: UnsafeRawPointer.self),
            unsafeBitCast(close, to: UnsafeRawPointer.self),
            unsafeBitCast(commit, to: UnsafeRawPointer.self),
            unsafeBitCast(dismissPopup, to: UnsafeRawPointer.self),
        ])
}()
