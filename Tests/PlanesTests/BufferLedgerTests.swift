import Planes
import Testing

/// Proves that a buffer is made once per identity, and that only what nobody needs is let go.
@Suite struct BufferLedgerTests {
    @Test func anIdentityIsFetchedOnce() {
        var ledger = BufferLedger()
        #expect(want(1, in: &ledger) == .fetch)
        #expect(want(1, in: &ledger) == .known(.importing))
        ledger.imported(identity(1), .ready)
        #expect(want(1, in: &ledger) == .known(.ready))
    }

    @Test func theSameNumberWithAnotherLayoutIsAnother() {
        var ledger = BufferLedger()
        _ = want(1, in: &ledger)
        let other = BufferIdentity(
            .number(1), layout: BufferLayout(width: 2, height: 1, format: .xrgb8888, stride: 8))
        #expect(ledger.want(other, shown: { _ in false }, evict: { _ in }) == .fetch)
        #expect(ledger.count == 2)
    }

    @Test func aFailureIsRememberedAndNotTriedAgain() {
        var ledger = BufferLedger()
        _ = want(1, in: &ledger)
        ledger.imported(identity(1), .failed)
        #expect(want(1, in: &ledger) == .known(.failed))
    }

    @Test func theLeastRecentlyUsedGoes() {
        var ledger = BufferLedger(limit: 3)
        for number in [1, 2, 3] { ready(UInt32(number), in: &ledger) }
        _ = want(1, in: &ledger)
        var evicted: [BufferIdentity] = []
        #expect(ledger.want(identity(4), shown: { _ in false }, evict: { evicted.append($0) }) == .fetch)
        #expect(evicted == [identity(2)])
        #expect(ledger.count == 3)
    }

    @Test func whatIsHeldOrShownOrOnItsWayStays() {
        var ledger = BufferLedger(limit: 3)
        ready(1, in: &ledger)
        ledger.committed(identity(1))
        ready(2, in: &ledger)
        _ = want(3, in: &ledger)
        let shown = identity(2)
        #expect(ledger.want(identity(4), shown: { $0 == shown }, evict: { _ in }) == .full)
        ledger.released(identity(1))
        var evicted: [BufferIdentity] = []
        #expect(ledger.want(identity(4), shown: { $0 == shown }, evict: { evicted.append($0) }) == .fetch)
        #expect(evicted == [identity(1)])
    }

    @Test func churnNeverExceedsTheLimit() {
        var ledger = BufferLedger(limit: 8)
        var evictions = 0
        for number in 0..<10_000 {
            let identity = identity(UInt32(number))
            #expect(ledger.want(identity, shown: { _ in false }, evict: { _ in evictions += 1 }) == .fetch)
            ledger.imported(identity, .ready)
        }
        #expect(ledger.count == 8)
        #expect(evictions == 10_000 - 8)
    }

    private func identity(_ number: UInt32) -> BufferIdentity {
        BufferIdentity(
            .number(number), layout: BufferLayout(width: 1, height: 1, format: .xrgb8888, stride: 4))
    }

    private func want(_ number: UInt32, in ledger: inout BufferLedger) -> BufferLedger.Answer {
        ledger.want(identity(number), shown: { _ in false }, evict: { _ in })
    }

    private func ready(_ number: UInt32, in ledger: inout BufferLedger) {
        _ = want(number, in: &ledger)
        ledger.imported(identity(number), .ready)
    }
}
