/// What stands in the way of each path.
package struct Obstacles: Hashable, Sendable, CustomStringConvertible {
    private var obstacles: [PixelPath: PathObstacle] = [:]

    package init() {}

    package var isEmpty: Bool { obstacles.isEmpty }

    package subscript(path: PixelPath) -> PathObstacle? {
        get { obstacles[path] }
        set { obstacles[path] = newValue }
    }

    /// Such as "not direct: the compositor refused the buffer; not udmabuf: open /dev/udmabuf: Permission denied".
    package var description: String {
        obstacles.sorted { $0.key < $1.key }.map { "not \($0.key.rawValue): \($0.value)" }
            .joined(separator: "; ")
    }
}
