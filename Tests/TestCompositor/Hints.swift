import Wayland

/// `wp_content_type_manager_v1`.
final class ContentTypeGlobal: ServerObject {
    override func handle(_ request: Request) {
        guard request.name == "get_surface_content_type", let surface: Surface = request.object(1) else {
            return
        }
        guard !compositor.all(ContentType.self).contains(where: { $0.surface === surface }) else {
            return post(error: 0, "\(surface) has a content type already")
        }
        let type: ContentType = make(WpContentTypeV1.interface, id: request.newID(0))
        type.surface = surface
    }
}

/// A `wp_content_type_v1`. What it says takes effect at once here.
package final class ContentType: ServerObject {
    package internal(set) weak var surface: Surface?
    /// 1 a photo, 2 a video, 3 a game.
    package private(set) var type: UInt32 = 0

    override func handle(_ request: Request) {
        if request.name == "set_content_type" { type = request.uint(0) }
    }
}

/// `xdg_toplevel_icon_manager_v1`.
package final class IconGlobal: ServerObject {
    /// The names of windows' icons, in the order in which they were given them.
    package private(set) var names: [String] = []

    override func bound() { send("done") }

    override func handle(_ request: Request) {
        switch request.name {
        case "create_icon": make(XdgToplevelIconV1.interface, id: request.newID(0), as: Icon.self)
        case "set_icon":
            guard let icon: Icon = request.object(1) else { return }
            icon.isSet = true
            names.append(icon.name)
        default: break
        }
    }
}

/// An `xdg_toplevel_icon_v1`.
final class Icon: ServerObject {
    private(set) var name = ""
    /// A window has it: it must not change any more.
    var isSet = false

    override func handle(_ request: Request) {
        guard request.name == "set_name" else { return }
        if isSet { return post(error: 2, "a window has this icon already") }
        name = request.string(0) ?? ""
    }
}
