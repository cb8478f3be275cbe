import TestDevice
import Testing

@testable import VFIO

/// Proves that what follows a region's information is read within its bounds, and that the EDID region is found.
@Suite struct CapabilityChainTests {
    /// A `vfio_region_info` with capabilities behind it.
    private func region(
        flags: UInt32 = 8, first: UInt32 = 32, offset: UInt64 = 0x2000, _ capabilities: [UInt32]
    ) -> [UInt8] {
        let words: [UInt32] =
            [UInt32(32 + capabilities.count * 4), flags, 0, first, 4096, 0, UInt32(offset), 0] + capabilities
        return words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    }

    /// {id, version} in one word, as they lie in memory.
    private func header(_ id: UInt32, next: UInt32) -> [UInt32] { [id | 1 << 16, next] }

    @Test func aChainIsFollowed() {
        let chain = CapabilityChain(region(header(1, next: 48) + [0, 0] + header(2, next: 0) + [1, 1]))
        #expect(chain.offset(of: 1) == 32)
        #expect(chain.offset(of: 2) == 48)
        #expect(chain.offset(of: 3) == nil)
        #expect(chain.fileOffset == 0x2000)
    }

    @Test func aLoopEnds() {
        #expect(CapabilityChain(region(header(1, next: 32))).offset(of: 2) == nil)
        #expect(CapabilityChain(region(header(1, next: 40) + header(3, next: 32))).offset(of: 2) == nil)
    }

    @Test(arguments: [UInt32(0), 8, 31, 33, 1000, 0x7fff_ffff, .max])
    func anOffsetOutsideFindsNothing(first: UInt32) {
        #expect(CapabilityChain(region(first: first, [])).offset(of: 2) == nil)
    }

    @Test func capabilitiesThatAreAnnouncedAndNotThereAreNoFault() {
        #expect(CapabilityChain(region([])).offset(of: 2) == nil, "mbochs before Linux 7")
        #expect(CapabilityChain([]).offset(of: 2) == nil)
        #expect(CapabilityChain(region(flags: 0, header(2, next: 0) + [1, 1])).offset(of: 2) == nil)
    }

    @Test func theEDIDRegionIsFound() {
        let device = TestDevice()
        device.regions = [
            0: region(flags: 0, []), 1: region(header(2, next: 0) + [0x8086, 1]),
            2: region(header(2, next: 0) + [1, 1]),
        ]
        device.registers = [0x2004: 1024, 0x200c: 800, 0x2010: 600]
        #expect(
            EDIDRegion.find(in: device)
                == EDIDRegion(maximumWidth: 800, maximumHeight: 600, maximumSize: 1024))
        device.registers = [:]
        #expect(EDIDRegion.find(in: device) == nil, "a region that does not answer")
    }
}
