import Descriptors
import Glibc

/// Keymaps of the system's own data (xkb-data), as a compositor makes and hands them out.
enum RealKeymap {
    /// - Parameter layouts: as in `XKB_DEFAULT_LAYOUT`, such as "us,ru".
    static func text(_ layouts: String) throws -> String {
        let library = try DynamicLibrary("libxkbcommon.so.0")
        let createContext: @convention(c) (Int32) -> OpaquePointer? = try unsafe library.function(
            "xkb_context_new")
        let compile:
            @convention(c) (OpaquePointer?, UnsafePointer<UnsafePointer<CChar>?>?, Int32) -> OpaquePointer? =
                try unsafe library.function("xkb_keymap_new_from_names")
        let write: @convention(c) (OpaquePointer?, Int32) -> UnsafeMutablePointer<CChar>? =
            try unsafe library.function("xkb_keymap_get_as_string")
        let release: @convention(c) (OpaquePointer?) -> Void = try unsafe library.function("xkb_keymap_unref")
        let releaseContext: @convention(c) (OpaquePointer?) -> Void = try unsafe library.function(
            "xkb_context_unref")
        let context = unsafe createContext(0)
        defer { unsafe releaseContext(context) }
        return try unsafe layouts.withCString { layouts in
            // struct xkb_rule_names: rules, model, layout, variant, options.
            let names: [UnsafePointer<CChar>?] = unsafe [nil, nil, layouts, nil, nil]
            let keymap = unsafe compile(context, names, 0)
            defer { unsafe release(keymap) }
            guard let text = unsafe write(keymap, 1) else { throw NoKeymap() }
            defer { unsafe free(text) }
            return unsafe String(cString: text)
        }
    }

    struct NoKeymap: Error {}
}
