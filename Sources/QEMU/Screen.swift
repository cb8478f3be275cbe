internal import Descriptors
internal import Planes

/// What a console of a virtual machine shows, as QEMU has said it: the picture, in one of three kinds of memory, and the
/// cursor.
final class Screen {
    /// What is to be shown, or was when the console was disabled; nil before the first picture.
    private var picture: Picture?
    private var isFlipped = false
    private var isEnabled = true
    /// Counts what has happened to the picture: a source that tells has numbers.
    private var sequence: UInt64 = 0
    /// Why the last picture that was to be shown is not.
    private var fault: ScreenFault?
    private var shared: SharedBuffers
    private var cursor: OwnPicture?
    private var hotspot: Plane.Position?
    private var pointer: Plane.Position?
    private var nameCount: UInt32 = 0

    private enum Picture {
        /// In memory of planeview's own.
        case own(OwnPicture)
        /// In QEMU's.
        case shared(SharedBuffer)

        var identity: BufferIdentity {
            switch self {
            case .own(let picture): picture.identity
            case .shared(let buffer): buffer.identity
            }
        }
    }

    init(_ shared: SharedBuffers = SharedBuffers()) {
        self.shared = shared
    }

    /// The size of the picture that came by value, in pixels; nil where there is none.
    var givenSize: (width: UInt32, height: UInt32)? {
        guard case .own(let own) = picture else { return nil }
        return (own.identity.layout.width, own.identity.layout.height)
    }

    /// Memories of QEMU's that are held open.
    var sharedCount: Int { shared.count }

    // MARK: What QEMU says

    /// A whole picture, by value.
    ///
    /// - Throws: `ScreenFault`; what was shown stays.
    func show(_ given: GivenPicture, _ data: RawSpan) throws(ScreenFault) {
        // The gate sees what was said; in memory of planeview's own the rows lie without gaps.
        let plane = try given.reply(.primary, stride: given.stride).gated()
        let needed = plane.layout.byteCount
        guard needed <= UInt64(data.byteCount) else { throw .data(count: data.byteCount, needed: needed) }
        let own = try ownPicture(
            like: picture, try given.reply(.primary, stride: given.rowSize).gated().layout)
        own.write(
            Rectangle(x: 0, y: 0, size: Size(own.identity.layout)), from: data, stride: Int(given.stride))
        show(.own(own))
    }

    /// A part of the picture, by value. QEMU may say it of places that the picture does not have (an update before the
    /// picture of a new mode): what lies outside is left out.
    ///
    /// - Throws: `ScreenFault`; what was shown stays.
    func update(_ place: Rectangle, _ given: GivenPicture, _ data: RawSpan) throws(ScreenFault) {
        guard case .own(let own) = picture, own.identity.layout.format == given.format.opaqueTwin else {
            throw .nothing
        }
        // The rectangle is a picture by itself.
        let plane = try given.reply(.primary, stride: given.stride).gated()
        let needed = plane.layout.byteCount
        guard needed <= UInt64(data.byteCount) else { throw .data(count: data.byteCount, needed: needed) }
        own.write(place, from: data, stride: Int(given.stride))
        touch()
    }

    /// A picture in memory of QEMU's.
    ///
    /// - Parameter isFlipped: its first row is the lowest.
    /// - Throws: `ScreenFault`; what was shown stays.
    func show(
        _ file: consuming OwnedDescriptor, as kind: SharedBuffer.Kind, _ reply: PlaneReply,
        isFlipped: Bool = false
    ) throws(ScreenFault) {
        let buffer = try shared.admit(file, as: kind, reply, makeName: makeName)
        show(.shared(buffer), isFlipped: isFlipped)
    }

    /// A whole picture that is not shown. That is told until there is one that is.
    func fail(_ fault: ScreenFault) { self.fault = fault }

    /// QEMU has drawn into its memory. Where it is none of its, an update that was under way when the picture changed.
    func touch() {
        guard picture != nil else { return }
        sequence &+= 1
        isEnabled = true
    }

    /// Nothing is shown any more. QEMU says so, too, when it lets go of memory that is not shown: what was shown is kept, and an
    /// update brings it back.
    func disable() { isEnabled = false }

    /// The cursor's image: `argb8888`, rows without gaps.
    ///
    /// - Throws: `ScreenFault`; the cursor stays.
    func define(cursor given: GivenPicture, hotspot: Plane.Position, _ data: RawSpan) throws(ScreenFault) {
        let layout = try given.reply(.cursor, stride: given.rowSize).gated().layout
        guard layout.byteCount <= UInt64(data.byteCount) else {
            throw .data(count: data.byteCount, needed: layout.byteCount)
        }
        let image = try ownPicture(like: cursor.map { .own($0) }, layout)
        let pixels = CursorPixels(data, count: Int(layout.width * layout.height))
        pixels.withBytes {
            image.write(Rectangle(x: 0, y: 0, size: Size(layout)), from: $0, stride: Int(layout.stride))
        }
        cursor = image
        self.hotspot = hotspot
    }

    /// Where the cursor points, in the picture's pixels; nil for no cursor.
    func point(at position: Plane.Position?) { pointer = position }

    // MARK: What presentation asks

    func snapshot() -> Snapshot {
        var snapshot = Snapshot(cursor: cursorReading)
        if let fault {
            snapshot.primary = .kept(fault.fault)
        } else if let picture, isEnabled {
            snapshot.primary = .shown(
                Plane(
                    kind: .primary, identity: picture.identity, sequence: sequence, isFlipped: isFlipped))
        }
        return snapshot
    }

    /// - Throws: `SourceError.refused`.
    func memory(of plane: Plane) throws(SourceError) -> PlaneMemory {
        do throws(SystemError) {
            if case .own(let own) = picture, own.identity == plane.identity { return try own.lend() }
            if let cursor, cursor.identity == plane.identity { return try cursor.lend() }
            if let buffer = shared[plane.identity] {
                let memory = try buffer.lend()
                buffer.isHeld = true
                return memory
            }
        } catch {
            throw .refused("\(error)")
        }
        throw .refused("the virtual machine has moved on to another picture")
    }

    func release(_ identity: BufferIdentity) {
        shared[identity]?.isHeld = false
        shared.removeUnused(except: shownBuffer)
    }

    /// Memory of the mode that is shown may come again: guests flip between some buffers.
    func mayReturn(_ identity: BufferIdentity) -> Bool {
        if cursor?.identity == identity || picture?.identity == identity { return true }
        guard let old = shared[identity], let new = shownBuffer, old.kind == .dmabuf else { return false }
        return Size(old.identity.layout) == Size(new.identity.layout)
    }

    // MARK: Parts

    private var shownBuffer: SharedBuffer? {
        if case .shared(let buffer) = picture { buffer } else { nil }
    }

    private func show(_ picture: Picture, isFlipped: Bool = false) {
        self.picture = picture
        self.isFlipped = isFlipped
        fault = nil
        touch()
        shared.removeUnused(except: shownBuffer)
    }

    private func makeName() -> UInt32 {
        nameCount &+= 1
        return nameCount
    }

    /// Memory for a picture: the same again where it fits.
    private func ownPicture(like old: Picture?, _ layout: BufferLayout) throws(ScreenFault) -> OwnPicture {
        if case .own(let own) = old, own.identity.layout == layout { return own }
        do throws(SystemError) {
            return try OwnPicture(BufferIdentity(.number(makeName()), layout: layout))
        } catch {
            throw .system(error)
        }
    }

    /// With a hotspot QEMU says where that is; without one, where the image's corner is.
    private var cursorReading: Snapshot.Reading {
        guard let cursor, let pointer else { return .off }
        let layout = cursor.identity.layout
        var reply = PlaneReply(
            kind: .cursor, name: cursor.identity.name, format: layout.format, width: layout.width,
            height: layout.height, stride: layout.stride, size: .max)
        let spot = hotspot.flatMap { $0.x >= 0 && $0.y >= 0 ? $0 : nil }
        reply.hotX = UInt32(bitPattern: spot?.x ?? -1)
        reply.hotY = UInt32(bitPattern: spot?.y ?? -1)
        let known = reply.hotX < layout.width && reply.hotY < layout.height
        reply.x = UInt32(bitPattern: pointer.x &- (known ? spot?.x ?? 0 : 0))
        reply.y = UInt32(bitPattern: pointer.y &- (known ? spot?.y ?? 0 : 0))
        // What is of the screen's own making passes the gate.
        return ((try? reply.checked()) ?? nil).map { .shown($0) } ?? .off
    }
}
