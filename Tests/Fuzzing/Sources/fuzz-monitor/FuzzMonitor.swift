import Fuzzing

@testable import QMP

/// What a QEMU's monitor says, byte by byte: messages of bounded length, and values or errors.
@main
enum FuzzMonitor {
    static func main() {
        unsafe Driver.run { bytes, count in unsafe fuzz(bytes, count) }
    }
}

private func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    var input = unsafe FuzzInput(bytes, count)
    var splitter = MessageSplitter()
    do {
        for byte in input.remainder() {
            guard let message = try splitter.add(byte) else { continue }
            precondition(message.first == UInt8(ascii: "{") && message.count <= MessageSplitter.limit)
            let value = try JSONReader.read(message)
            _ = value["return"]
        }
    } catch {
        precondition(!"\(error)".isEmpty)
    }
    return 0
}
