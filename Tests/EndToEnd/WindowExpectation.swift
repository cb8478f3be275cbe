import Foundation
import TestBed
import Testing

extension HeadlessWeston {
    /// Waits until the only window, which is centred, shows what a machine says that its screen shows; a guest may draw between
    /// the two.
    func expectWindow(
        isReady: (Image) -> Bool = { _ in true }, location: SourceLocation = #_sourceLocation,
        toShow screendump: () throws -> Image
    ) throws {
        let deadline = Date.patience
        var differences = ["it was never ready"]
        repeat {
            let picture = try screendump()
            guard isReady(picture) else { continue }
            let screen = try screenshot()
            let left = (screen.width - picture.width) / 2
            let top = (screen.height - picture.height) / 2
            differences = screen.differences { x, y in
                let (x, y) = (x - left, y - top)
                return (0..<picture.width).contains(x) && (0..<picture.height).contains(y) ? picture[x, y] : 0
            }
            if differences.isEmpty { return }
        } while deadline.timeIntervalSinceNow > 0
        Issue.record("\(differences)", sourceLocation: location)
    }
}
