internal import Descriptors

/// libdecor's functions, as libdecor.h declares them; enumerations are `int`.
@safe struct LibdecorFunctions {
    // A context.
    let createContext: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> OpaquePointer?
    let releaseContext: @convention(c) (OpaquePointer?) -> Void
    // A frame.
    let decorate:
        @convention(c) (
            OpaquePointer?, OpaquePointer?, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?
        ) -> OpaquePointer?
    let release: @convention(c) (OpaquePointer?) -> Void
    let map: @convention(c) (OpaquePointer?) -> Void
    let setTitle: @convention(c) (OpaquePointer?, UnsafePointer<CChar>?) -> Void
    let setApplicationID: @convention(c) (OpaquePointer?, UnsafePointer<CChar>?) -> Void
    let setMinimumSize: @convention(c) (OpaquePointer?, Int32, Int32) -> Void
    let setFullscreen: @convention(c) (OpaquePointer?, OpaquePointer?) -> Void
    let unsetFullscreen: @convention(c) (OpaquePointer?) -> Void
    let shellSurface: @convention(c) (OpaquePointer?) -> OpaquePointer?
    let commit: @convention(c) (OpaquePointer?, OpaquePointer?, OpaquePointer?) -> Void
    // How it is to be, and how it is.
    let createState: @convention(c) (Int32, Int32) -> OpaquePointer?
    let releaseState: @convention(c) (OpaquePointer?) -> Void
    let contentSize:
        @convention(c) (
            OpaquePointer?, OpaquePointer?, UnsafeMutablePointer<Int32>?, UnsafeMutablePointer<Int32>?
        ) -> Bool
    let windowState: @convention(c) (OpaquePointer?, UnsafeMutablePointer<UInt32>?) -> Bool

    init(_ library: DynamicLibrary) throws(DynamicLibraryError) {
        try unsafe createContext = library.function("libdecor_new")
        try unsafe releaseContext = library.function("libdecor_unref")
        try unsafe decorate = library.function("libdecor_decorate")
        try unsafe release = library.function("libdecor_frame_unref")
        try unsafe map = library.function("libdecor_frame_map")
        try unsafe setTitle = library.function("libdecor_frame_set_title")
        try unsafe setApplicationID = library.function("libdecor_frame_set_app_id")
        try unsafe setMinimumSize = library.function("libdecor_frame_set_min_content_size")
        try unsafe setFullscreen = library.function("libdecor_frame_set_fullscreen")
        try unsafe unsetFullscreen = library.function("libdecor_frame_unset_fullscreen")
        try unsafe shellSurface = library.function("libdecor_frame_get_xdg_surface")
        try unsafe commit = library.function("libdecor_frame_commit")
        try unsafe createState = library.function("libdecor_state_new")
        try unsafe releaseState = library.function("libdecor_state_free")
        try unsafe contentSize = library.function("libdecor_configuration_get_content_size")
        try unsafe windowState = library.function("libdecor_configuration_get_window_state")
    }
}

/// libdecor's numbers, from libdecor.h.
enum LibdecorState {
    /// LIBDECOR_WINDOW_STATE_FULLSCREEN.
    static let fullscreen: UInt32 = 4
    /// LIBDECOR_WINDOW_STATE_SUSPENDED, of version 0.2.
    static let suspended: UInt32 = 128
}
