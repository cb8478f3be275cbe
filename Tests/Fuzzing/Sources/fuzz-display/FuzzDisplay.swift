import Descriptors
import Fuzzing
import Planes

@testable import QEMU

/// What a QEMU says of its console over D-Bus, in any order and with any numbers: what is shown can be read where it says.
@main
enum FuzzDisplay {
    static func main() {
        unsafe Driver.run { bytes, count in unsafe fuzz(bytes, count) }
    }
}

private func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    var input = unsafe FuzzInput(bytes, count)
    let screen = Screen(SharedBuffers { _ in .dmabuf })
    for _ in 0..<16 where !input.isEmpty {
        do { try say(&input, to: screen) } catch { precondition(!"\(error)".isEmpty) }
        let snapshot = screen.snapshot()
        for reading in [snapshot.primary, snapshot.cursor] {
            guard case .shown(let plane) = reading else { continue }
            let limit: UInt32 = plane.kind == .cursor ? 512 : 16384
            precondition(
                (1...limit).contains(plane.layout.width) && (1...limit).contains(plane.layout.height))
            guard let memory = try? screen.memory(of: plane) else { continue }
            // Small ones alone are read: the fuzzer has better things to do.
            if plane.layout.byteCount < 1 << 20 {
                let held = HeldMemory(memory, plane.layout)
                _ = try? held.read { PlaneImage(plane.layout, isFlipped: plane.isFlipped, in: $0) }
            }
            screen.release(plane.identity)
        }
    }
    precondition(screen.sharedCount <= 64)
    return 0
}

private func say(_ input: inout FuzzInput, to screen: Screen) throws {
    switch input.number(UInt8.self) % 8 {
    case 0:
        let given = try picture(&input)
        let data = input.bytes(Int(input.number(UInt16.self)))
        try unsafe screen.show(given, data.span.bytes)
    case 1:
        let given = try picture(&input)
        let place = Rectangle(
            x: input.number(), y: input.number(),
            size: Size(width: Int32(bitPattern: given.width), height: Int32(bitPattern: given.height)))
        let data = input.bytes(Int(input.number(UInt16.self)))
        guard place.size.width > 0, place.size.height > 0 else { return }
        try unsafe screen.update(place, given, data.span.bytes)
    case 2:
        let file = try OwnedDescriptor.sealedMemory(
            "planeview-fuzz", size: UInt64(input.number(UInt16.self)) * 64)
        let given = try picture(&input)
        let reply = PlaneReply(
            kind: .primary, name: .number(0), format: given.format,
            modifier: Modifier(rawValue: UInt64(input.number(UInt8.self))),
            width: given.width, height: given.height, stride: given.stride, offset: input.number(), size: .max
        )
        let kind: SharedBuffer.Kind = input.number(UInt8.self) & 1 == 0 ? .mapping : .dmabuf
        try screen.show(file, as: kind, reply, isFlipped: input.number(UInt8.self) & 1 == 0)
    case 3: screen.touch()
    case 4: screen.disable()
    case 5:
        let given = GivenPicture(width: size(&input), height: size(&input), stride: 0, format: .argb8888)
        let spot = Plane.Position(x: input.number(), y: input.number())
        let data = input.bytes(Int(input.number(UInt16.self)))
        try unsafe screen.define(cursor: given, hotspot: spot, data.span.bytes)
    case 6: screen.point(at: Plane.Position(x: input.number(), y: input.number()))
    default: screen.point(at: nil)
    }
}

/// Often small: large ones take more data than the fuzzer makes.
private func size(_ input: inout FuzzInput) -> UInt32 {
    let byte = input.number(UInt8.self)
    return byte < 224 ? UInt32(byte & 31) : input.number()
}

private func picture(_ input: inout FuzzInput) throws -> GivenPicture {
    let codes: [UInt32] = [0x2002_0888, 0x2002_8888, 0x1002_0565, 0x2003_2aaa]
    let pick = input.number(UInt8.self)
    let code = pick < 224 ? codes[Int(pick) % codes.count] : input.number()
    let (width, height) = (size(&input), size(&input))
    let stride = input.number(UInt8.self) < 224 ? width &* 4 : input.number()
    return GivenPicture(
        width: width, height: height, stride: stride, format: try PixmanFormat(code: code).known())
}
