/// Pango and cairo, loaded, with the fonts of the system. Nothing of them is in a process that has made none of these.
///
/// It keeps what it knows of the fonts, so that a second text costs little; when it is let go of, that goes, and with it
/// a thread that Pango may have for searching fonts. The libraries themselves stay in the process, and fontconfig's list
/// of fonts. One is used by one thread at a time.
@safe package final class TextLibrary {
    let pango: PangoFunctions
    let cairo: CairoFunctions
    private let fontMap: OpaquePointer
    /// What Pango lays text out in.
    let context: OpaquePointer

    /// Loads what is not there yet. The first time it takes tens of milliseconds; where fontconfig has no cache of the system's
    /// fonts, a second or more.
    ///
    /// - Throws: `TextError` when a library or any font is missing.
    package static func load(_ files: LibraryFiles = LibraryFiles()) throws(TextError) -> TextLibrary {
        _ = try SharedLibrary(files.glib)
        let gobject = try SharedLibrary(files.gobject)
        let fontconfig = try SharedLibrary(files.fontconfig)
        let cairo = try SharedLibrary(files.cairo)
        let pango = try SharedLibrary(files.pango)
        let pangocairo = try SharedLibrary(files.pangocairo)
        return try TextLibrary(
            PangoFunctions(pango, cairo: pangocairo, gobject: gobject, fontconfig: fontconfig),
            CairoFunctions(cairo))
    }

    private init(_ pango: PangoFunctions, _ cairo: CairoFunctions) throws(TextError) {
        guard Self.hasFonts(pango) else { throw .noFonts }
        guard let fontMap = unsafe pango.createFontMap() else {
            throw .failed("Pango has no fonts for cairo")
        }
        guard let context = unsafe pango.createContext(fontMap) else {
            unsafe pango.release(fontMap)
            throw .failed("Pango has no context")
        }
        unsafe pango.setDirection(context, Pango.leftToRight)
        // Not the desktop's: subpixels would be coloured, and the picture has no ground of its own.
        let options = unsafe cairo.createFontOptions()
        unsafe cairo.setAntialias(options, Cairo.grey)
        unsafe cairo.setHintStyle(options, Cairo.slight)
        unsafe cairo.setHintMetrics(options, Cairo.metricsOn)
        unsafe pango.setFontOptions(context, options)
        unsafe cairo.destroyFontOptions(options)
        self.pango = pango
        self.cairo = cairo
        unsafe self.fontMap = fontMap
        unsafe self.context = context
    }

    deinit {
        unsafe pango.release(context)
        unsafe pango.release(fontMap)
    }

    /// Asks fontconfig itself: Pango always lists its generic families, and draws with no font at all only warnings.
    private static func hasFonts(_ pango: PangoFunctions) -> Bool {
        // FcSetSystem and FcSetApplication; the first field of FcFontSet is how many there are.
        for set in Int32(0)...1 {
            if let count = unsafe pango.fonts(nil, set), unsafe count.pointee > 0 { return true }
        }
        return false
    }
}
