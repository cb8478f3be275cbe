package import Planes

/// What happened since the start. All are counts of events, except those that say what is now.
package final class Statistics {
    /// How each plane's pixels travel, and why no better way; none for a plane that shows nothing.
    package internal(set) var paths: [PlaneKind: PlanePath] = [:]
    /// Times that the source was asked.
    package internal(set) var polls = 0
    /// Times that the primary plane changed to another buffer.
    package internal(set) var flips = 0
    /// Times that a plane's surface turned to another buffer of the source.
    package internal(set) var turns = 0
    /// Times that the source was asked for a buffer's memory: what is not re-used.
    package internal(set) var fetches = 0
    /// Commits of the window's root surface.
    package internal(set) var commits = 0
    /// Those of them that changed the cursor plane and nothing else.
    package internal(set) var cursorCommits = 0
    package internal(set) var buffersCreated = 0
    /// `wl_buffer`s of planes that exist now.
    package internal(set) var buffersLive = 0
    /// Bytes of pixels that this program copied.
    package internal(set) var bytesCopied: UInt64 = 0
    /// Pictures of the primary plane that the compositor says were shown.
    package internal(set) var presented = 0
    /// Those of them that it scanned out without drawing them.
    package internal(set) var zeroCopyPresented = 0
    /// How long before it was shown the source was asked for a picture of the primary plane.
    package internal(set) var latchAges = Ages()
    /// Pictures that were shown later than at the refresh that they were committed for.
    package internal(set) var missedRefreshes = 0
    /// How old the primary plane's pictures were when they were shown, where the source says when it took them.
    package internal(set) var ages = Ages()
    /// Buffers that were offered to the compositor and refused.
    package internal(set) var importFailures = 0
    /// Answers of the source that are not shown: something in them is wrong, or it refused to answer.
    package internal(set) var rejectedReplies = 0

    /// Pictures that the source took and never showed.
    package internal(set) var droppedPictures = 0

    /// How the primary plane's pixels travel; nil before the first picture.
    package var path: PixelPath? { paths[.primary]?.path }

    /// The part of the buffers shown that had been seen before, 0 to 1; nil before the first.
    package var reuseRate: Double? {
        turns == 0 ? nil : max(0, 1 - Double(fetches) / Double(turns))
    }

    package init() {}
}
