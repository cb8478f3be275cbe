internal import Glibc

/// A shape with smooth edges, as its signed distance: negative inside, in pixels.
struct Shape {
    /// The pixels that the shape may touch.
    let bounds: Rectangle
    /// From a point to the shape's edge.
    let distance: (Point) -> Double

    /// A place in pixels; a pixel's centre has halves.
    struct Point: Equatable {
        var x, y: Double
    }

    /// How much of the pixel around a centre is covered, 0 to 1.
    func coverage(_ centre: Point) -> Double {
        min(max(0.5 - distance(centre), 0), 1)
    }
}

extension Shape {
    static func disc(_ centre: Point, radius: Double) -> Shape {
        Shape(bounds: square(centre, radius)) { hypot($0.x - centre.x, $0.y - centre.y) - radius }
    }

    /// - Parameters:
    ///   - radius: to the middle of the line.
    ///   - width: of the line.
    static func ring(_ centre: Point, radius: Double, width: Double) -> Shape {
        Shape(bounds: square(centre, radius + width / 2)) {
            abs(hypot($0.x - centre.x, $0.y - centre.y) - radius) - width / 2
        }
    }

    /// - Parameters:
    ///   - corners: at least three, in either direction.
    ///   - growth: pixels by which the shape is larger than its corners say.
    static func polygon(_ corners: [Point], growth: Double = 0) -> Shape {
        let (left, right) = (corners.map(\.x).min() ?? 0, corners.map(\.x).max() ?? 0)
        let (top, bottom) = (corners.map(\.y).min() ?? 0, corners.map(\.y).max() ?? 0)
        let bounds = enclosing(
            left: left - growth, top: top - growth, right: right + growth, bottom: bottom + growth)
        return Shape(bounds: bounds) { point in
            var nearest = Double.infinity
            var isInside = false
            for (index, a) in corners.enumerated() {
                let b = corners[(index + 1) % corners.count]
                let edge = Point(x: b.x - a.x, y: b.y - a.y)
                let way = Point(x: point.x - a.x, y: point.y - a.y)
                let along = (way.x * edge.x + way.y * edge.y) / (edge.x * edge.x + edge.y * edge.y)
                let foot = min(max(along, 0), 1)
                nearest = min(nearest, hypot(way.x - edge.x * foot, way.y - edge.y * foot))
                // A ray to the right that crosses the edge changes sides.
                if (a.y > point.y) != (b.y > point.y), way.x < edge.x * way.y / edge.y { isInside.toggle() }
            }
            return (isInside ? -nearest : nearest) - growth
        }
    }

    private static func square(_ centre: Point, _ radius: Double) -> Rectangle {
        enclosing(
            left: centre.x - radius, top: centre.y - radius, right: centre.x + radius,
            bottom: centre.y + radius)
    }

    /// The whole pixels around an area, with one to spare for its smooth edge.
    private static func enclosing(left: Double, top: Double, right: Double, bottom: Double) -> Rectangle {
        let x = Int(left.rounded(.down)) - 1
        let y = Int(top.rounded(.down)) - 1
        return Rectangle(
            x: x, y: y, width: Int(right.rounded(.up)) + 1 - x, height: Int(bottom.rounded(.up)) + 1 - y)
    }
}
