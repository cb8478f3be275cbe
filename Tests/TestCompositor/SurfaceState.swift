/// What a commit of a surface makes current.
package struct SurfaceState {
    /// Nil where no buffer is attached, and the surface not mapped.
    package internal(set) var buffer: Buffer?
    /// Whether `buffer` was set since the last commit.
    package internal(set) var isAttached = false
    package internal(set) var offset: (x: Int32, y: Int32) = (0, 0)
    /// In surface coordinates; of the last commit.
    package internal(set) var damage: [Rectangle] = []
    /// In buffer coordinates; of the last commit.
    package internal(set) var bufferDamage: [Rectangle] = []
    package internal(set) var opaqueRegion: [Rectangle] = []
    /// Nil: all of the surface.
    package internal(set) var inputRegion: [Rectangle]?
    package internal(set) var scale: Int32 = 1
    package internal(set) var transform: Int32 = 0
    /// What part of the buffer a viewport shows, in surface coordinates before it scales; nil: all.
    package internal(set) var source: (x: Double, y: Double, width: Double, height: Double)?
    /// The size that a viewport gives the surface; nil: the source's.
    package internal(set) var destination: (width: Int32, height: Int32)?
    /// Frame callbacks that were not answered.
    package internal(set) var callbacks: [ServerObject] = []
    /// Presentation feedbacks that were not answered.
    package internal(set) var feedbacks: [ServerObject] = []

    /// The size in surface coordinates, 0 × 0 where nothing is attached.
    package var size: (width: Int32, height: Int32) {
        if let destination { return destination }
        if let source { return (Int32(source.width), Int32(source.height)) }
        guard let buffer else { return (0, 0) }
        let isTurned = transform % 2 == 1
        return (
            (isTurned ? buffer.height : buffer.width) / scale,
            (isTurned ? buffer.width : buffer.height) / scale
        )
    }

    /// Forgets what belongs to one commit only; the rest stays pending as it is.
    mutating func startAnew() {
        isAttached = false
        damage = []
        bufferDamage = []
        callbacks = []
        feedbacks = []
    }

    /// Becomes the newer state of two that were not shown yet.
    mutating func take(_ newer: SurfaceState) {
        var merged = newer
        if !newer.isAttached { (merged.buffer, merged.isAttached) = (buffer, isAttached) }
        merged.damage = damage + newer.damage
        merged.bufferDamage = bufferDamage + newer.bufferDamage
        merged.callbacks = callbacks + newer.callbacks
        merged.feedbacks = newer.feedbacks
        // A content update that never shows is discarded.
        for feedback in feedbacks {
            feedback.send("discarded")
            feedback.destroy()
        }
        self = merged
    }

    /// Becomes what is shown now.
    mutating func show(_ newer: SurfaceState) {
        var shown = newer
        if !newer.isAttached { shown.buffer = buffer }
        shown.callbacks = callbacks + newer.callbacks
        self = shown
    }
}
