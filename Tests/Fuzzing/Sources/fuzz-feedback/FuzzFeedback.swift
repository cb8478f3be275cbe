import Fuzzing
import Planes

/// What a compositor tells of the dma-bufs that it takes, in any order.
@main
enum FuzzFeedback {
    static func main() {
        unsafe Driver.run { bytes, count in unsafe fuzz(bytes, count) }
    }
}

private func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    var input = unsafe FuzzInput(bytes, count)
    var reader = FeedbackReader()
    while !input.isEmpty {
        switch input.number(UInt8.self) % 6 {
        case 0:
            let table = input.bytes(Int(input.number(UInt8.self)))
            unsafe reader.take(FormatTable(table.span.bytes))
        case 1: reader.take(mainDevice: input.number(UInt8.self) == 0 ? nil : input.number())
        case 2: reader.take(indices: (0..<input.number(UInt8.self) & 31).map { _ in input.number() })
        case 3: reader.take(isScanout: input.number(UInt8.self) & 1 == 1)
        case 4: reader.endTranche()
        default:
            let formats = reader.end()
            precondition(formats.tranches.count <= 64)
            for modifier in [Modifier.linear, .implicit, Modifier(rawValue: input.number())] {
                let layout = BufferLayout(
                    width: 640, height: 480, format: .xrgb8888, modifier: modifier, stride: 2560)
                let choice = formats.choice(for: layout)
                precondition((choice == nil) == (formats.tranche(for: layout) == nil))
            }
        }
    }
    return 0
}
