internal import Planes

/// Why a plane's rows cannot be copied.
enum CopyFault: Error {
    /// Not on this path.
    case impossible(PathObstacle)
    /// On none: the plane's memory cannot be read.
    case unreadable(HeldMemory.Fault)
}
