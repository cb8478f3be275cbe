/// Why a picture cannot be made a PNG file.
package struct PNGError: Error, Equatable, CustomStringConvertible {
    /// In libspng's words.
    package let description: String

    init(_ description: String = "out of memory") { self.description = description }
}
