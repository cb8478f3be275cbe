internal import Descriptors
internal import Planes

/// The region through which a device takes the EDID of its guest's monitor (`VFIO_REGION_TYPE_GFX`, subtype 1;
/// `struct vfio_region_gfx_edid` of linux/vfio.h, Linux 4.20).
package struct EDIDRegion: Equatable, Sendable {
    /// Pixels; 0 where the device sets no limit.
    package let maximumWidth: UInt32
    package let maximumHeight: UInt32
    /// Bytes of EDID that the device takes.
    package let maximumSize: UInt32
    /// Where the registers are, in the device's file.
    private let start: Int
    /// Where the EDID is, in the device's file.
    private let blob: Int

    /// Looks for the region and reads its registers; nil when there is none, or when it does not answer.
    static func find(in device: any DeviceCalls) -> EDIDRegion? {
        guard let count = try? device.regionCount() else { return nil }
        // A bound for a device that lies: 9 PCI regions and a few more are what drivers have.
        for index in 0..<min(count, 64) {
            guard let bytes = try? device.regionInformation(index) else { continue }
            let region = CapabilityChain(bytes)
            guard let type = region.offset(of: typeCapability), region.word(type + 8) == gfxType,
                region.word(type + 12) == edidSubtype
            else { continue }
            return Int(exactly: region.fileOffset).flatMap { EDIDRegion(at: $0, of: device) }
        }
        return nil
    }

    private init?(at start: Int, of device: any DeviceCalls) {
        func register(_ offset: Int) -> UInt32? {
            let (offset, isBeyond) = start.addingReportingOverflow(offset)
            guard !isBeyond, let bytes = try? device.read(count: 4, at: offset), bytes.count == 4 else {
                return nil
            }
            return bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
        }
        // GVT-g takes aligned accesses of four bytes and no others.
        guard let blob = register(Register.blobOffset), let size = register(Register.maximumSize),
            let width = register(Register.maximumWidth), let height = register(Register.maximumHeight)
        else { return nil }
        // It may lie beyond the region's reported size (GVT-g: at 2048 of 128). Beyond all files it cannot.
        let (end, isBeyond) = start.addingReportingOverflow(Int(blob) + Int(size))
        guard !isBeyond else { return nil }
        self.start = start
        self.blob = end - Int(size)
        maximumSize = size
        maximumWidth = width
        maximumHeight = height
    }

    /// The largest mode that the device can have, in pixels; a length of 0 has no limit.
    var maximum: Size {
        Size(width: Int32(clamping: maximumWidth), height: Int32(clamping: maximumHeight))
    }

    /// Tells the guest that its monitor is gone.
    func disconnect(in device: any DeviceCalls) throws(SystemError) {
        try write(Self.down, to: Register.link, of: device)
    }

    /// Tells the guest that there is a monitor, another than before.
    ///
    /// - Parameter edid: what that says of itself; `maximumSize` bytes at the most.
    /// - Throws: `EFAULT` from GVT-g when the kernel finds fault with the EDID.
    func connect(_ edid: [UInt8], in device: any DeviceCalls) throws(SystemError) {
        try disconnect(in: device)
        // In this order: GVT-g takes no more bytes than it was told of.
        try write(UInt32(edid.count), to: Register.size, of: device)
        try device.write(edid, at: blob)
        try write(Self.up, to: Register.link, of: device)
    }

    private func write(_ value: UInt32, to register: Int, of device: any DeviceCalls) throws(SystemError) {
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
        try device.write(bytes, at: start + register)
    }

    private enum Register {
        static let blobOffset = 0
        static let maximumSize = 4
        static let size = 8
        static let maximumWidth = 12
        static let maximumHeight = 16
        static let link = 20
    }

    /// `VFIO_DEVICE_GFX_LINK_STATE_UP` and `_DOWN`.
    private static let up: UInt32 = 1
    private static let down: UInt32 = 2
    /// `VFIO_REGION_INFO_CAP_TYPE`.
    private static let typeCapability: UInt16 = 2
    private static let gfxType: UInt32 = 1
    private static let edidSubtype: UInt32 = 1
}
