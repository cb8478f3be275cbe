/// A shared library by which text is drawn, and where it comes from.
package struct LibraryFile: Hashable, Sendable {
    /// The name that the dynamic linker searches for.
    package let name: String
    /// The package that has it, in Debian and in Fedora.
    package let debian, fedora: String

    package init(_ name: String, debian: String, fedora: String) {
        self.name = name
        self.debian = debian
        self.fedora = fedora
    }
}

/// The shared libraries by which text is drawn. A test has some missing.
///
/// In an order in which each needs only those before it: so the one that is told missing is missing.
package struct LibraryFiles: Sendable {
    package var glib = LibraryFile("libglib-2.0.so.0", debian: "libglib2.0-0", fedora: "glib2")
    package var gobject = LibraryFile("libgobject-2.0.so.0", debian: "libglib2.0-0", fedora: "glib2")
    package var fontconfig = LibraryFile("libfontconfig.so.1", debian: "libfontconfig1", fedora: "fontconfig")
    package var cairo = LibraryFile("libcairo.so.2", debian: "libcairo2", fedora: "cairo")
    package var pango = LibraryFile("libpango-1.0.so.0", debian: "libpango-1.0-0", fedora: "pango")
    package var pangocairo = LibraryFile(
        "libpangocairo-1.0.so.0", debian: "libpangocairo-1.0-0", fedora: "pango")

    package init() {}
}
