/// Pango's functions, and those of the libraries under it, as their manuals declare them; `gboolean` and enumerations
/// are `int`.
@safe struct PangoFunctions {
    // GLib and fontconfig.
    let release: @convention(c) (OpaquePointer?) -> Void
    let fonts: @convention(c) (OpaquePointer?, Int32) -> UnsafePointer<Int32>?
    // The font map and the context.
    let createFontMap: @convention(c) () -> OpaquePointer?
    let createContext: @convention(c) (OpaquePointer?) -> OpaquePointer?
    let setFontOptions: @convention(c) (OpaquePointer?, OpaquePointer?) -> Void
    let setDirection: @convention(c) (OpaquePointer?, Int32) -> Void
    // A font's description.
    let createDescription: @convention(c) () -> OpaquePointer?
    let freeDescription: @convention(c) (OpaquePointer?) -> Void
    let setFamily: @convention(c) (OpaquePointer?, UnsafePointer<CChar>?) -> Void
    let setWeight: @convention(c) (OpaquePointer?, Int32) -> Void
    let setPixelSize: @convention(c) (OpaquePointer?, Double) -> Void
    // A layout.
    let createLayout: @convention(c) (OpaquePointer?) -> OpaquePointer?
    let setText: @convention(c) (OpaquePointer?, UnsafePointer<CChar>?, Int32) -> Void
    let setDescription: @convention(c) (OpaquePointer?, OpaquePointer?) -> Void
    let setAutomaticDirection: @convention(c) (OpaquePointer?, Int32) -> Void
    let setWidth: @convention(c) (OpaquePointer?, Int32) -> Void
    let setHeight: @convention(c) (OpaquePointer?, Int32) -> Void
    let setWrap: @convention(c) (OpaquePointer?, Int32) -> Void
    let setEllipsis: @convention(c) (OpaquePointer?, Int32) -> Void
    let setAlignment: @convention(c) (OpaquePointer?, Int32) -> Void
    let size:
        @convention(c) (OpaquePointer?, UnsafeMutablePointer<Int32>?, UnsafeMutablePointer<Int32>?) -> Void
    let show: @convention(c) (OpaquePointer?, OpaquePointer?) -> Void

    init(
        _ pango: SharedLibrary, cairo: SharedLibrary, gobject: SharedLibrary, fontconfig: SharedLibrary
    ) throws(TextError) {
        try unsafe release = gobject.function("g_object_unref")
        try unsafe fonts = fontconfig.function("FcConfigGetFonts")
        try unsafe createFontMap = cairo.function("pango_cairo_font_map_new")
        try unsafe createContext = pango.function("pango_font_map_create_context")
        try unsafe setFontOptions = cairo.function("pango_cairo_context_set_font_options")
        try unsafe setDirection = pango.function("pango_context_set_base_dir")
        try unsafe createDescription = pango.function("pango_font_description_new")
        try unsafe freeDescription = pango.function("pango_font_description_free")
        try unsafe setFamily = pango.function("pango_font_description_set_family")
        try unsafe setWeight = pango.function("pango_font_description_set_weight")
        try unsafe setPixelSize = pango.function("pango_font_description_set_absolute_size")
        try unsafe createLayout = pango.function("pango_layout_new")
        try unsafe setText = pango.function("pango_layout_set_text")
        try unsafe setDescription = pango.function("pango_layout_set_font_description")
        try unsafe setAutomaticDirection = pango.function("pango_layout_set_auto_dir")
        try unsafe setWidth = pango.function("pango_layout_set_width")
        try unsafe setHeight = pango.function("pango_layout_set_height")
        try unsafe setWrap = pango.function("pango_layout_set_wrap")
        try unsafe setEllipsis = pango.function("pango_layout_set_ellipsize")
        try unsafe setAlignment = pango.function("pango_layout_set_alignment")
        try unsafe size = pango.function("pango_layout_get_size")
        try unsafe show = cairo.function("pango_cairo_show_layout")
    }
}

/// Pango's numbers, from its manual.
enum Pango {
    /// PANGO_SCALE: Pango's units in a pixel.
    static let unit: Int32 = 1024
    /// PANGO_DIRECTION_LTR: whatever the first letter is.
    static let leftToRight: Int32 = 0
    /// PANGO_WRAP_WORD_CHAR: between words, and within one that is longer than a line.
    static let wrapWordOrCharacter: Int32 = 2
    /// PANGO_ELLIPSIZE_END.
    static let ellipsisAtEnd: Int32 = 3
}
