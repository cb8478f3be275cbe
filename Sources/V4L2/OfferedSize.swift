/// Sizes in pixels that a device says it has for a format (`struct v4l2_frmsizeenum`).
package enum OfferedSize: Equatable, Sendable {
    case exactly(FrameSize)
    /// From one to the other, in steps (of 1 for a device that says it is continuous).
    case range(from: FrameSize, to: FrameSize, step: FrameSize)

    package func contains(_ size: FrameSize) -> Bool {
        switch self {
        case .exactly(let only): return size == only
        case .range(let from, let to, let step):
            func fits(_ value: UInt32, _ from: UInt32, _ to: UInt32, _ step: UInt32) -> Bool {
                value >= from && value <= to && (value - from) % max(step, 1) == 0
            }
            return fits(size.width, from.width, to.width, step.width)
                && fits(size.height, from.height, to.height, step.height)
        }
    }
}

extension OfferedSize: CustomStringConvertible {
    package var description: String {
        switch self {
        case .exactly(let size): "\(size)"
        case .range(let from, let to, let step):
            "\(from) to \(to)" + (step.width <= 1 && step.height <= 1 ? "" : " in steps of \(step)")
        }
    }
}
