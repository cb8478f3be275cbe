import Testing

@testable import VFIO

/// Proves that what follows a region's information is read within its bounds.
@Suite struct CapabilityChainTests {
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
}
