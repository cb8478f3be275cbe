internal import Descriptors

/// libxkbcommon's functions, as xkbcommon.h declares them; enumerations are `int`, keycodes, layouts and keysyms `uint32_t`.
@safe struct XKBFunctions {
    let createContext: @convention(c) (Int32) -> OpaquePointer?
    let setLogLevel: @convention(c) (OpaquePointer?, Int32) -> Void
    let compile: @convention(c) (OpaquePointer?, UnsafePointer<CChar>?, Int, Int32, Int32) -> OpaquePointer?
    let releaseContext: @convention(c) (OpaquePointer?) -> Void
    let release: @convention(c) (OpaquePointer?) -> Void
    let firstKey: @convention(c) (OpaquePointer?) -> UInt32
    let lastKey: @convention(c) (OpaquePointer?) -> UInt32
    let layoutCount: @convention(c) (OpaquePointer?) -> UInt32
    let symbols:
        @convention(c) (OpaquePointer?, UInt32, UInt32, UInt32, UnsafeMutablePointer<UnsafePointer<UInt32>?>?)
            -> Int32

    init(_ library: DynamicLibrary) throws(DynamicLibraryError) {
        try unsafe createContext = library.function("xkb_context_new")
        try unsafe setLogLevel = library.function("xkb_context_set_log_level")
        try unsafe compile = library.function("xkb_keymap_new_from_buffer")
        try unsafe releaseContext = library.function("xkb_context_unref")
        try unsafe release = library.function("xkb_keymap_unref")
        try unsafe firstKey = library.function("xkb_keymap_min_keycode")
        try unsafe lastKey = library.function("xkb_keymap_max_keycode")
        try unsafe layoutCount = library.function("xkb_keymap_num_layouts")
        try unsafe symbols = library.function("xkb_keymap_key_get_syms_by_level")
    }
}

/// libxkbcommon's numbers, from xkbcommon.h.
enum XKB {
    /// XKB_CONTEXT_NO_DEFAULT_INCLUDES and XKB_CONTEXT_NO_ENVIRONMENT_NAMES: what a compositor hands out is complete.
    static let plainContext: Int32 = 3
    /// XKB_LOG_LEVEL_CRITICAL: what is odd in a keymap is nothing to tell the viewer's user.
    static let quiet: Int32 = 10
    /// XKB_KEYMAP_FORMAT_TEXT_V1, which is `wl_keyboard.keymap_format.xkb_v1`.
    static let textFormat: Int32 = 1
    /// A keycode of XKB is one of the kernel's and this (`wl_keyboard.keymap_format.xkb_v1`).
    static let keyOffset: UInt32 = 8
}
