import Wayland

/// A `wl_subsurface`: its position and its place in the stack take effect with the parent's commit.
package final class Subsurface: ServerObject {
    package private(set) weak var surface: Surface?
    package private(set) weak var parent: Surface?
    /// Relative to the parent, as it is shown.
    package private(set) var position: (x: Int32, y: Int32) = (0, 0)
    /// Relative to the parent, from its next commit on.
    package private(set) var pendingPosition: (x: Int32, y: Int32) = (0, 0)
    /// Whether its own commits wait for the parent's.
    package private(set) var isSynchronised = true

    /// Whether it or one of the sub-surfaces it stands on is synchronised.
    var isEffectivelySynchronised: Bool {
        isSynchronised || parent?.subsurface?.isEffectivelySynchronised == true
    }

    func join(_ surface: Surface, to parent: Surface) {
        self.surface = surface
        self.parent = parent
        surface.subsurface = self
        parent.pendingStack.append(surface)
    }

    func leaveParent() {
        if let surface { parent?.removeFromStack(surface) }
    }

    func parentApplied() {
        position = pendingPosition
        if isEffectivelySynchronised { surface?.applyCached() }
    }

    override func handle(_ request: Request) {
        switch request.name {
        case "set_position": pendingPosition = (request.int(0), request.int(1))
        case "place_above": place(request.object(0), above: true)
        case "place_below": place(request.object(0), above: false)
        case "set_sync": isSynchronised = true
        case "set_desync":
            isSynchronised = false
            if !isEffectivelySynchronised, surface?.cached != nil { surface?.applyCached() }
        default: break
        }
    }

    override func destroyed() { leaveParent() }

    private func place(_ sibling: Surface?, above: Bool) {
        guard let parent, let surface, let sibling, sibling !== surface else {
            return post(error: 0, "this is no sibling")
        }
        var stack = parent.pendingStack.filter { $0 !== surface }
        guard let index = stack.firstIndex(where: { $0 === sibling }) else {
            return post(error: 0, "\(sibling) is no sibling")
        }
        stack.insert(surface, at: above ? index + 1 : index)
        parent.pendingStack = stack
    }
}

/// `wl_subcompositor`.
final class SubcompositorGlobal: ServerObject {
    override func handle(_ request: Request) {
        guard request.name == "get_subsurface", let surface: Surface = request.object(1),
            let parent: Surface = request.object(2)
        else { return }
        let subsurface: Subsurface = make(WlSubsurface.interface, id: request.newID(0))
        guard surface !== parent, surface.subsurface == nil, surface.xdgSurface == nil else {
            return post(error: 0, "\(surface) has a role already, or is its own parent")
        }
        subsurface.join(surface, to: parent)
    }
}
