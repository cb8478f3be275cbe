internal import Planes

/// A pixel format by its V4L2 code (include/uapi/linux/videodev2.h): four characters like DRM's, and not always the same.
package struct PixelCode: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// - Parameter characters: exactly four ASCII characters, such as "NM12".
    package init?(_ characters: String) {
        guard let code = Fourcc(characters) else { return nil }
        rawValue = code.rawValue
    }

    package var description: String { Fourcc(rawValue: rawValue).description }
}
