package import Planes

/// How a picture is sent to a monitor: what is shown, and the blanking around it, by VESA's CVT with reduced blanking (CVT
/// 1.2, version 1), which is what flat panels ask for. Widths need not be multiples of 8, as that would have them: a window
/// is as wide as it is.
package struct VideoTiming: Equatable, Sendable {
    /// One direction, in pixels or lines: what is shown, then front porch, sync and back porch.
    package struct Axis: Equatable, Sendable {
        package let active: Int
        package let front: Int
        package let sync: Int
        package let blank: Int

        var total: Int { active + blank }
    }

    package let horizontal: Axis
    package let vertical: Axis
    /// Tens of kilohertz.
    package let clock: Int

    /// - Parameters:
    ///   - size: pixels; at least 1×1.
    ///   - refresh: thousandths of a hertz; beyond 24 to 500 Hz the nearest of them.
    package init(_ size: Size, refresh: Int32) {
        let width = Int(size.width)
        let height = Int(size.height)
        let refresh = Int(min(max(refresh, 24_000), 500_000))
        let sync = Self.sync(width, height)
        // A panel gets 460 µs of blanking at the least. Nanoseconds for all lines that are shown:
        let shown = 1_000_000_000_000 / refresh - Self.blankTime
        var blank = max(Self.blankTime * height / shown + 1, Self.front + sync + Self.leastBack)
        // What is slower than 10 MHz is taken for a fault (edid-decode), so that tiny pictures have more blanking.
        let lines = 10_000_000_000 / refresh / (width + 160) + 1
        blank = max(blank, lines - height)
        horizontal = Axis(active: width, front: 48, sync: 32, blank: 160)
        vertical = Axis(active: height, front: Self.front, sync: sync, blank: blank)
        // Pixels in a thousand seconds, by ten millions, rounded.
        clock = (horizontal.total * vertical.total * refresh + 5_000_000) / 10_000_000
    }

    /// The vertical sync's length tells the shape of the picture.
    private static func sync(_ width: Int, _ height: Int) -> Int {
        let shapes = [(4, 3, 4), (16, 9, 5), (16, 10, 6), (5, 4, 7), (15, 9, 7)]
        return shapes.first { width * $0.1 == height * $0.0 }?.2 ?? 10
    }

    private static let blankTime = 460_000
    private static let front = 3
    private static let leastBack = 6
}

extension VideoTiming {
    /// Whether a detailed timing descriptor can hold it (EDID 1.4, 3.10.2): 12 bits a length and 655.35 MHz.
    var fitsDescriptor: Bool {
        let lengths = [horizontal.active, horizontal.blank, vertical.active, vertical.blank]
        return lengths.allSatisfy { $0 <= Self.longest } && clock <= Self.fastest
    }

    /// The nearest that a descriptor can hold: smaller in the same shape, then slower.
    static func fittingDescriptor(_ size: Size, refresh: Int32) -> VideoTiming {
        let size = size.fitted(within: Size(width: Int32(longest), height: Int32(longest)))
        let wanted = VideoTiming(size, refresh: refresh)
        guard !wanted.fitsDescriptor else { return wanted }
        // Slower means less blanking, too: what this reckons with is more than there will be.
        let pixels = wanted.horizontal.total * wanted.vertical.total
        return VideoTiming(size, refresh: Int32(clamping: (fastest * 10_000_000 - 5_000_000) / pixels))
    }

    private static let longest = 4095
    private static let fastest = 65535
}
