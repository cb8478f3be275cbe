import Wayland

/// A `wl_surface`, with the double buffering of its protocol.
package final class Surface: ServerObject {
    /// What the client set since its last commit.
    package private(set) var pending = SurfaceState()
    /// What is shown.
    package private(set) var current = SurfaceState()
    /// What a synchronised sub-surface has committed and its parent has not.
    package private(set) var cached: SurfaceState?
    /// How often the current state was replaced.
    package private(set) var applications = 0
    /// How often the client committed.
    package private(set) var commits = 0

    /// The role of a sub-surface, if it has that.
    package internal(set) weak var subsurface: Subsurface?
    /// The role of a window, if it has that.
    package internal(set) weak var xdgSurface: XdgSurfaceRole?
    /// What it was told of its colours, if anything.
    package internal(set) weak var colours: ColourSurface?
    /// Its viewport, if it has one.
    package internal(set) weak var viewport: Viewport?

    /// The children and, among them, the surface itself, from the bottom up, as the client ordered them.
    var pendingStack: [Surface] = []
    private var currentStack: [Surface] = []

    /// This surface and its children that are part of the tree, from the bottom up.
    package var stack: [Surface] { currentStack.isEmpty ? [self] : currentStack }

    override func handle(_ request: Request) {
        switch request.name {
        case "attach": attach(request.object(0), x: request.int(1), y: request.int(2))
        case "offset": pending.offset = (request.int(0), request.int(1))
        case "damage": pending.damage.append(request.rectangle(from: 0))
        case "damage_buffer": pending.bufferDamage.append(request.rectangle(from: 0))
        case "frame": pending.callbacks.append(make(WlCallback.interface, id: request.newID(0), version: 1))
        case "set_opaque_region": pending.opaqueRegion = request.object(0, Region.self)?.rectangles ?? []
        case "set_input_region": pending.inputRegion = request.object(0, Region.self)?.rectangles
        case "set_buffer_transform": pending.transform = request.int(0)
        case "set_buffer_scale": setScale(request.int(0))
        case "commit": commit()
        default: break
        }
    }

    override func destroyed() {
        subsurface?.leaveParent()
        emptyStack()
        replaceBuffer(with: nil)
        for feedback in current.feedbacks + pending.feedbacks { feedback.destroy() }
    }

    override func orphan() {
        super.orphan()
        emptyStack()
    }

    /// Changes the pending state on behalf of another object, such as a viewport.
    func change(_ change: (inout SurfaceState) -> Void) { change(&pending) }

    /// Makes what was cached, here and below, current. A parent's commit does this.
    func applyCached() {
        if var state = cached {
            cached = nil
            apply(&state)
        } else {
            applyChildren()
        }
    }

    /// Takes what waits for the end of the frame.
    ///
    /// - Parameter callbacks: whether frame callbacks are among it.
    func takeFrame(callbacks: Bool) -> (callbacks: [ServerObject], feedbacks: [ServerObject]) {
        defer {
            if callbacks { current.callbacks = [] }
            current.feedbacks = []
        }
        return (callbacks ? current.callbacks : [], current.feedbacks)
    }

    func removeFromStack(_ child: Surface) {
        pendingStack.removeAll { $0 === child }
        currentStack.removeAll { $0 === child }
    }

    /// The stack holds the surface itself, so it must not outlive it.
    private func emptyStack() {
        pendingStack = []
        currentStack = []
    }

    private func attach(_ buffer: Buffer?, x: Int32, y: Int32) {
        guard version < 5 || (x, y) == (0, 0) else {
            return post(error: 3, "attach has an offset: use the request")
        }
        pending.buffer = buffer
        pending.isAttached = true
        if version < 5 { pending.offset = (x, y) }
    }

    private func setScale(_ scale: Int32) {
        guard scale > 0 else { return post(error: 0, "a scale of \(scale)") }
        pending.scale = scale
    }

    private func commit() {
        commits += 1
        if let reason = viewport?.objection(to: pending, replacing: current) {
            viewport?.post(error: reason.code, reason.message)
            return
        }
        if let buffer = pending.buffer, pending.isAttached, case .dmabuf(let memory) = buffer.content,
            let reason = colours?.objection(to: memory.format)
        {
            colours?.post(error: reason.code, reason.message)
            return
        }
        guard xdgSurface?.commit(attaching: pending.isAttached ? pending.buffer : current.buffer) ?? true
        else { return }
        var state = pending
        pending.startAnew()
        if subsurface?.isEffectivelySynchronised == true {
            if var waiting = cached {
                waiting.take(state)
                cached = waiting
            } else {
                cached = state
            }
        } else {
            if var waiting = cached {
                waiting.take(state)
                state = waiting
                cached = nil
            }
            apply(&state)
        }
    }

    private func apply(_ state: inout SurfaceState) {
        applications += 1
        // The frame before was never shown. Its callbacks stand: they say that drawing makes sense again.
        for feedback in current.feedbacks {
            feedback.send("discarded")
            feedback.destroy()
        }
        if state.isAttached { replaceBuffer(with: state.buffer) }
        current.show(state)
        applyChildren()
    }

    private func applyChildren() {
        currentStack = pendingStack
        for child in currentStack where child !== self { child.subsurface?.parentApplied() }
    }

    private func replaceBuffer(with buffer: Buffer?) {
        if let old = current.buffer, old !== buffer { compositor.replaced(old) }
        buffer?.uses += 1
        compositor.replacedBuffers.removeAll { $0 === buffer }
    }
}
