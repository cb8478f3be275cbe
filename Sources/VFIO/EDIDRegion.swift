internal import Descriptors

/// The region through which a device takes the EDID of its monitor (`VFIO_REGION_TYPE_GFX`, subtype 1).
package struct EDIDRegion: Equatable, Sendable {
    /// Pixels; 0 where the device sets no limit.
    package let maximumWidth: UInt32
    package let maximumHeight: UInt32
    /// Bytes of EDID that the device takes.
    package let maximumSize: UInt32

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
            func register(_ offset: Int) -> UInt32? {
                guard let start = Int(exactly: region.fileOffset),
                    let bytes = try? device.read(count: 4, at: start &+ offset), bytes.count == 4
                else { return nil }
                return bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
            }
            // GVT-g takes aligned accesses of four bytes and no others.
            guard let size = register(4), let width = register(12), let height = register(16) else {
                return nil
            }
            return EDIDRegion(maximumWidth: width, maximumHeight: height, maximumSize: size)
        }
        return nil
    }

    /// `VFIO_REGION_INFO_CAP_TYPE`.
    private static let typeCapability: UInt16 = 2
    private static let gfxType: UInt32 = 1
    private static let edidSubtype: UInt32 = 1
}
