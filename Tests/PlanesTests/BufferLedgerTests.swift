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

    /// What the ledger does, against a list in the order of use: whatever guests and compositors do, the least recently used of
    /// those that may go goes, and there are never more than the limit.
    @Test(arguments: UInt64(1)...8)
    func whateverHappensTheRightOneGoes(seed: UInt64) {
        var random = SplitMix(seed)
        let limit = 6
        var ledger = BufferLedger(limit: limit)
        var order: [UInt32] = []
        var importing: Set<UInt32> = []
        var held: Set<UInt32> = []
        var shown: UInt32?
        for _ in 0..<4000 {
            let number = UInt32.random(in: 0..<12, using: &random)
            switch Int.random(in: 0..<8, using: &random) {
            case 0..<4:
                var evicted: [BufferIdentity] = []
                let answer = ledger.want(
                    identity(number), shown: { [identity = shown.map(identity)] in $0 == identity },
                    evict: { evicted.append($0) })
                guard !order.contains(number) else {
                    order.removeAll { $0 == number }
                    order.append(number)
                    #expect(answer != .fetch && answer != .full && evicted.isEmpty)
                    continue
                }
                let victim = order.first { !importing.contains($0) && !held.contains($0) && shown != $0 }
                guard order.count < limit || victim != nil else {
                    #expect(answer == .full && evicted.isEmpty)
                    continue
                }
                if order.count == limit, let victim {
                    #expect(evicted == [identity(victim)])
                    order.removeAll { $0 == victim }
                } else {
                    #expect(evicted.isEmpty)
                }
                #expect(answer == .fetch)
                order.append(number)
                importing.insert(number)
            case 4:
                ledger.imported(identity(number), Bool.random(using: &random) ? .ready : .failed)
                importing.remove(number)
            case 5 where order.contains(number) && !importing.contains(number):
                ledger.committed(identity(number))
                held.insert(number)
                shown = number
            case 6:
                ledger.released(identity(number))
                held.remove(number)
            case 7
            where shown != number && !held.contains(number) && Int.random(in: 0..<8, using: &random) == 0:
                ledger.remove(identity(number))
                order.removeAll { $0 == number }
                importing.remove(number)
            default: break
            }
            #expect(ledger.count == order.count && order.count <= limit)
            for one in order { #expect(ledger.isHeld(identity(one)) == held.contains(one)) }
        }
    }

    /// Random numbers that are the same each time (SplitMix64).
    private struct SplitMix: RandomNumberGenerator {
        private var state: UInt64
        init(_ seed: UInt64) { state = seed }

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var word = state
            word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
            word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
            return word ^ (word >> 31)
        }
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
