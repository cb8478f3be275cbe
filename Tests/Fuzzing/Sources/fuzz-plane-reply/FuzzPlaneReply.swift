import CLinux
import Descriptors
import Fuzzing
import Planes
import VFIO

/// A device's answers, of either ABI: whatever it says, what comes out of the source is a plane that can be imported without
/// harm, or a reason.
@main
enum FuzzPlaneReply {
    static func main() {
        unsafe Driver.run { bytes, count in unsafe fuzz(bytes, count) }
    }
}

private func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    var input = unsafe FuzzInput(bytes, count)
    let abi = [DisplayABI.mainline, .v11, nil][Int(input.number(UInt8.self)) % 3]
    let window = Size(
        width: 1 + Int32(input.number(UInt16.self) & 0x7fff),
        height: 1 + Int32(input.number(UInt16.self) & 0x7fff))
    let scale = Scale(UInt32(input.number(UInt16.self)))
    let device = FuzzedDevice(input)
    show(device, abi, window, scale)
    device.end()
    return 0
}

private func show(_ device: FuzzedDevice, _ abi: DisplayABI?, _ window: Size, _ scale: Scale) {
    guard let source = try? VFIOSource(device, name: "fuzzed", abi: abi) else { return }
    for _ in 0..<8 where !device.isUsedUp {
        guard let snapshot = try? source.snapshot() else { return }
        var letterbox: Letterbox?
        for (reading, limit) in [
            (snapshot.primary, PlaneLimits.maximumSize), (snapshot.overlay, PlaneLimits.maximumSize),
            (snapshot.cursor, PlaneLimits.maximumCursorSize),
        ] {
            guard case .shown(let plane) = reading else { continue }
            expectImportable(plane, limit)
            if plane.kind == .primary {
                letterbox = Letterbox(picture: Size(plane.layout), window: window, scale: scale)
            }
            if let letterbox { expectInside(letterbox, plane) }
            expectEnough(source, plane)
        }
    }
}

private func expectImportable(_ plane: Plane, _ limit: UInt32) {
    let layout = plane.layout
    precondition((1...limit).contains(layout.width) && (1...limit).contains(layout.height))
    precondition(UInt64(layout.stride) >= layout.format.shape(of: 0)?.rowSize(width: layout.width) ?? .max)
    precondition(abs(plane.position.x) <= 65535 && abs(plane.position.y) <= 65535)
    if let spot = plane.hotspot {
        precondition(
            (0..<Int32(layout.width)).contains(spot.x) && (0..<Int32(layout.height)).contains(spot.y))
    }
}

private func expectInside(_ letterbox: Letterbox, _ plane: Plane) {
    guard let placement = letterbox.place(plane) else { return }
    precondition(placement.rectangle.size.width >= 1 && placement.rectangle.size.height >= 1)
    guard let crop = placement.crop else { return }
    let size = Size(plane.layout)
    precondition(crop.x >= 0 && crop.y >= 0 && crop.size.width >= 1 && crop.size.height >= 1)
    precondition(crop.x + crop.size.width <= size.width && crop.y + crop.size.height <= size.height)
}

/// What passes the second half of the gate holds the whole picture.
private func expectEnough(_ source: VFIOSource, _ plane: Plane) {
    guard let memory = try? source.memory(of: plane) else { return }
    switch memory {
    case .file(let memory):
        do {
            try plane.layout.check(memory)
            let size = memory.withFile(0) { (try? $0.size()) ?? 0 } ?? 0
            precondition(size >= plane.layout.compositorByteCount)
        } catch {}
    case .mapping(let mapping):
        precondition(mapping.count >= Int(plane.layout.byteCount))
    case .fetched(let memory):
        precondition(memory.mapping.count >= Int(plane.layout.byteCount))
    }
    source.release(plane.identity)
}
