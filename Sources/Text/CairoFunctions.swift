/// cairo's functions, as its manual declares them; `cairo_bool_t` and enumerations are `int`.
@safe struct CairoFunctions {
    let createSurface:
        @convention(c) (UnsafeMutablePointer<UInt8>?, Int32, Int32, Int32, Int32) -> OpaquePointer?
    let flushSurface: @convention(c) (OpaquePointer?) -> Void
    let finishSurface: @convention(c) (OpaquePointer?) -> Void
    let destroySurface: @convention(c) (OpaquePointer?) -> Void
    let create: @convention(c) (OpaquePointer?) -> OpaquePointer?
    let destroy: @convention(c) (OpaquePointer?) -> Void
    let status: @convention(c) (OpaquePointer?) -> Int32
    let statusText: @convention(c) (Int32) -> UnsafePointer<CChar>?
    let save: @convention(c) (OpaquePointer?) -> Void
    let restore: @convention(c) (OpaquePointer?) -> Void
    let setOperator: @convention(c) (OpaquePointer?, Int32) -> Void
    let setColour: @convention(c) (OpaquePointer?, Double, Double, Double, Double) -> Void
    let paint: @convention(c) (OpaquePointer?) -> Void
    let moveTo: @convention(c) (OpaquePointer?, Double, Double) -> Void
    let rectangle: @convention(c) (OpaquePointer?, Double, Double, Double, Double) -> Void
    let newPart: @convention(c) (OpaquePointer?) -> Void
    let arc: @convention(c) (OpaquePointer?, Double, Double, Double, Double, Double) -> Void
    let closePath: @convention(c) (OpaquePointer?) -> Void
    let fill: @convention(c) (OpaquePointer?) -> Void
    let clip: @convention(c) (OpaquePointer?) -> Void
    let createFontOptions: @convention(c) () -> OpaquePointer?
    let destroyFontOptions: @convention(c) (OpaquePointer?) -> Void
    let setAntialias: @convention(c) (OpaquePointer?, Int32) -> Void
    let setHintStyle: @convention(c) (OpaquePointer?, Int32) -> Void
    let setHintMetrics: @convention(c) (OpaquePointer?, Int32) -> Void

    init(_ cairo: SharedLibrary) throws(TextError) {
        try unsafe createSurface = cairo.function("cairo_image_surface_create_for_data")
        try unsafe flushSurface = cairo.function("cairo_surface_flush")
        try unsafe finishSurface = cairo.function("cairo_surface_finish")
        try unsafe destroySurface = cairo.function("cairo_surface_destroy")
        try unsafe create = cairo.function("cairo_create")
        try unsafe destroy = cairo.function("cairo_destroy")
        try unsafe status = cairo.function("cairo_status")
        try unsafe statusText = cairo.function("cairo_status_to_string")
        try unsafe save = cairo.function("cairo_save")
        try unsafe restore = cairo.function("cairo_restore")
        try unsafe setOperator = cairo.function("cairo_set_operator")
        try unsafe setColour = cairo.function("cairo_set_source_rgba")
        try unsafe paint = cairo.function("cairo_paint")
        try unsafe moveTo = cairo.function("cairo_move_to")
        try unsafe rectangle = cairo.function("cairo_rectangle")
        try unsafe newPart = cairo.function("cairo_new_sub_path")
        try unsafe arc = cairo.function("cairo_arc")
        try unsafe closePath = cairo.function("cairo_close_path")
        try unsafe fill = cairo.function("cairo_fill")
        try unsafe clip = cairo.function("cairo_clip")
        try unsafe createFontOptions = cairo.function("cairo_font_options_create")
        try unsafe destroyFontOptions = cairo.function("cairo_font_options_destroy")
        try unsafe setAntialias = cairo.function("cairo_font_options_set_antialias")
        try unsafe setHintStyle = cairo.function("cairo_font_options_set_hint_style")
        try unsafe setHintMetrics = cairo.function("cairo_font_options_set_hint_metrics")
    }
}

/// cairo's numbers, from its manual.
enum Cairo {
    /// CAIRO_FORMAT_ARGB32: a word of the machine's own byte order, premultiplied; on little endian DRM's ARGB8888.
    static let argb32: Int32 = 0
    /// CAIRO_OPERATOR_CLEAR and CAIRO_OPERATOR_OVER.
    static let clear: Int32 = 0
    static let over: Int32 = 2
    /// CAIRO_ANTIALIAS_GRAY: shades of one colour, because what is under the picture and how the output's subpixels lie
    /// is not known.
    static let grey: Int32 = 2
    /// CAIRO_HINT_STYLE_SLIGHT: to the pixel grid vertically only.
    static let slight: Int32 = 2
    /// CAIRO_HINT_METRICS_ON: a glyph's advance is whole pixels.
    static let metricsOn: Int32 = 2
}
