/// The size of an output, of the pictures, and of the window that shows them, in pixels.
struct ScreenSize: Hashable, CustomStringConvertible {
    let width, height: Int

    static let xga = ScreenSize(width: 1024, height: 768)
    static let fullHD = ScreenSize(width: 1920, height: 1080)

    var description: String { "\(width)x\(height)" }
}
