/// A format that a device says it has (`struct v4l2_fmtdesc`).
package struct OfferedFormat: Equatable, Sendable {
    package let code: PixelCode
    /// The driver's words, such as "32-bit BGRX 8-8-8-8".
    package let name: String

    package init(code: PixelCode, name: String) {
        self.code = code
        self.name = name
    }
}
