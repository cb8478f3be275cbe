internal import Descriptors
internal import Wayland

/// Who draws a window's title bar and edges: the compositor, or libdecor where it does not.
package final class Decorations {
    /// nil where the compositor leaves it to programs.
    let manager: ZxdgDecorationManagerV1?
    private let connection: Connection
    private let library: String?
    private let report: (String) -> Void
    private var decorator: Decorator?
    private var isTried = false

    /// As the dynamic linker searches for it.
    package static let library = "libdecor-0.so.0"

    /// - Parameters:
    ///   - library: libdecor; nil for none.
    ///   - report: takes a sentence for people, once: why there are none.
    init(
        _ manager: ZxdgDecorationManagerV1?, _ connection: Connection, library: String?,
        report: @escaping (String) -> Void
    ) {
        self.manager = manager
        self.connection = connection
        self.library = library
        self.report = report
    }

    /// Whether libdecor draws them. It is loaded when this is asked.
    var areDrawnHere: Bool {
        guard manager == nil, let library else { return false }
        if !isTried {
            isTried = true
            load(library)
        }
        return decorator?.hasFailed == false
    }

    /// Makes a surface, which has no role and shows nothing, a window with decorations that are drawn here.
    ///
    /// - Returns: nil when libdecor does not make any.
    func frame(_ surface: WlSurface, title: String) -> DecoratedFrame? {
        decorator.flatMap { DecoratedFrame(surface, $0, title: title) }
    }

    private func load(_ library: String) {
        do throws(DynamicLibraryError) {
            decorator = try Decorator(library, on: connection)
        } catch {
            report(
                "the window has no title bar: the compositor leaves it to programs, and \(error): install libdecor-0-0 "
                    + "(Debian, Ubuntu) or libdecor (Fedora)")
        }
    }
}
