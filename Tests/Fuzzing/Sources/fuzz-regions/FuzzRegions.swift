import Descriptors
import EDID
import Fuzzing
import Planes
import VFIO

/// A device's regions: what it says of them and of its EDID registers is read within its bounds, and a monitor is written
/// where it says, no longer than it takes.
@main
enum FuzzRegions {
    static func main() {
        unsafe Driver.run { bytes, count in unsafe fuzz(bytes, count) }
    }
}

private func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    var input = unsafe FuzzInput(bytes, count)
    let monitor = Monitor(
        size: Size(
            width: 1 + Int32(input.number(UInt16.self) & 0x3fff),
            height: 1 + Int32(input.number(UInt16.self) & 0x3fff)),
        millimetres: Size(width: input.number(), height: input.number()), refresh: input.number())
    let name = input.text()
    for maximum in [128, 256] {
        let edid = EDID(monitor, name: name, maximumBytes: maximum)
        precondition(edid.bytes.count == 128 || edid.bytes.count == 256 && maximum == 256)
        for block in stride(from: 0, to: edid.bytes.count, by: 128) {
            precondition(edid.bytes[block..<block + 128].reduce(0, &+) == 0)
        }
    }
    let device = FuzzedDevice(input)
    _ = try? DeviceReport(of: device, name: name)
    if let source = try? VFIOSource(device, name: name, givesMonitor: true) {
        try? source.plug(monitor)
        try? source.plug(nil)
        _ = try? source.snapshot()
    }
    device.end()
    return 0
}
