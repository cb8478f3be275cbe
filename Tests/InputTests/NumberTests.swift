import Input
import Testing

/// Proves facts of QEMU's numbers, one by one and as a whole. (Against QEMU itself: `RealMonitorTests`.)
@Suite struct NumberTests {
    @Test(
        arguments: [
            (1, 0x01), (16, 0x10), (28, 0x1c), (30, 0x1e), (57, 0x39), (83, 0x53), (86, 0x56), (87, 0x57),
            (88, 0x58),
            (96, 0x9c), (97, 0x9d), (100, 0xb8), (103, 0xc8), (105, 0xcb), (111, 0xd3), (119, 0xc6),
            (125, 0xdb),
            (127, 0xdd), (89, 0x73),
        ] as [(UInt32, UInt32)])
    func aKeyHasItsNumber(code: UInt32, number: UInt32) {
        #expect(KeyNumbers.number(of: code) == number)
    }

    @Test(arguments: [0, 84, 240, 255, 256, 0x110, .max] as [UInt32])
    func whatIsNoKeyHasNone(code: UInt32) {
        #expect(KeyNumbers.number(of: code) == nil)
    }

    @Test func noTwoKeysAreOne() {
        let numbers = (0..<256 as Range<UInt32>).compactMap(KeyNumbers.number)
        #expect(numbers.count > 125)
        #expect(Set(numbers).count == numbers.count)
        #expect(numbers.allSatisfy { (1...255).contains($0) })
    }

    @Test func buttons() {
        #expect(
            (0x110...0x118 as ClosedRange<UInt32>).map { PointerButton(code: $0) } == [
                .left, .right, .middle, .side, .extra, .extra, .side, nil, nil,
            ])
        #expect(PointerButton.allCases.map(\.rawValue) == Array(0...8))
    }

    @Test func locks() {
        #expect(LockKeys(locked: 0) == [])
        #expect(LockKeys(locked: 2) == .caps)
        #expect(LockKeys(locked: 16 | 1 | 4 | 8) == .num)
        #expect(LockKeys([.caps]).keys(toChange: [.num]) == [69, 58])
        #expect(LockKeys([.caps]).keys(toChange: [.caps, .scroll]) == [])
        #expect(LockKeys([]).keys(toChange: [.caps]) == [58])
    }

    @Test func fingersHaveSlots() {
        let slots = Box(TouchSlots(count: 2))
        #expect(slots { $0.add(70) } == 0 && slots { $0.add(-5) } == 1)
        #expect(slots { $0.add(1) } == nil, "no more than there are")
        #expect(slots { $0.add(70) } == nil, "it is down already")
        #expect(slots { $0.remove(70) } == 0 && slots { $0.slot(of: 70) } == nil)
        #expect(slots { $0.add(1) } == 0 && slots { $0.slot(of: -5) } == 1)
        slots { $0.removeAll() }
        #expect(slots { $0.add(3) } == 0)
        let none = Box(TouchSlots(count: -1))
        #expect(none { $0.add(1) } == nil)
        #expect(TouchSlots(count: .max).count == 32)
    }
}
