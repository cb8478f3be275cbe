import Descriptors
import Planes
import Reconnection
import TestDevice
import Testing

/// Proves that a device may come and go at any moment, that this is said once, and that nothing of one opening is taken for
/// another's.
@Suite struct ReturningSourceTests {
    private let device = ScriptedDevice()

    /// Takes the device away, which the source learns when it is asked.
    private func unplug(_ source: ReturningSource) throws {
        device.error = .refused("there is no thing")
        try device.opening.error = .lost("the thing is gone")
        #expect(try source.snapshot() == .absent)
    }

    @Test func whatIsNotWaitedOutIsThrownAsItIs() throws {
        device.error = .refused("there is no thing")
        for patience in [Patience(), .afterLoss] {
            #expect(throws: SourceError.refused("there is no thing")) { try device.source(patience) }
        }
        device.error = .unfit("the thing has no display")
        for patience in [Patience.atStart, [.atStart, .afterLoss]] {
            #expect(throws: SourceError.unfit("the thing has no display")) { try device.source(patience) }
        }
        #expect(device.reports == [])
    }

    @Test func aDeviceIsAwaitedBeforeItIsThere() throws {
        device.error = .refused("there is no thing")
        let source = try device.source(.atStart)
        #expect(device.takeReports() == ["there is no thing; waiting for it"])
        #expect(source.name == "/dev/thing" && !source.isPolled)
        #expect(try source.snapshot() == .absent)
        for _ in 0..<3 { try source.hear() }
        #expect(device.tries == 4 && device.reports == [])
        device.error = .refused("the thing is in use")
        for _ in 0..<3 { try source.hear() }
        #expect(device.takeReports() == ["the thing is in use; still waiting"])
        device.error = nil
        try source.hear()
        #expect(device.reports == [], "it has not answered")
        try device.opening.show(7)
        #expect(try source.plane()?.identity.text == "7")
        #expect(device.takeReports() == ["thing is there"])
        #expect(source.name == "thing" && source.isPolled)
        #expect(try !source.tells())
    }

    @Test func theGuestOfADeviceThatIsBackHasItsMonitorBack() throws {
        device.error = .refused("there is no thing")
        let source = try device.source([.atStart, .afterLoss])
        try source.plug(nil)
        try source.plug(Monitor(size: Size(width: 800, height: 600)))
        device.error = nil
        try source.hear()
        #expect(
            try device.opening.takeCalls() == ["plug 800×600"], "before it was there, it was given this one")
        _ = try source.snapshot()
        try source.plug(nil)
        try source.plug(Monitor(size: Size(width: 900, height: 600)))
        #expect(try device.opening.takeCalls() == ["unplug", "plug 900×600"])
        try unplug(source)
        device.error = nil
        try source.hear()
        #expect(try device.opening.takeCalls() == ["plug 900×600"])
    }

    @Test func withoutPatienceForALossItIsTheEnd() throws {
        device.error = .refused("there is no thing")
        let source = try device.source(.atStart)
        device.error = nil
        try source.hear()
        _ = try source.snapshot()
        try device.opening.error = .lost("the thing is gone")
        #expect(throws: SourceError.lost("the thing is gone")) { try source.snapshot() }
    }

    @Test func aDeviceThatTurnsOutUnfitIsNotAwaited() throws {
        device.error = .refused("there is no thing")
        let source = try device.source([.atStart, .afterLoss])
        device.error = .unfit("the thing has no display")
        #expect(throws: SourceError.unfit("the thing has no display")) { try source.hear() }
    }

    /// Another device may have the name for a while.
    @Test func whatWasThereOnceIsAwaitedWhateverComesInBetween() throws {
        let source = try device.source(.afterLoss)
        _ = try source.snapshot()
        try unplug(source)
        device.error = .unfit("the thing has no display")
        try source.hear()
        device.error = nil
        try source.hear()
        try device.opening.error = .unfit("the thing lacks the format")
        #expect(try source.snapshot() == .absent)
        try source.hear()
        #expect(try source.snapshot() == Snapshot())
        #expect(
            device.reports == [
                "the thing is gone; waiting for it to come back", "the thing has no display; still waiting",
                "the thing lacks the format; still waiting", "thing is back",
            ])
    }

    @Test(arguments: ["receive", "snapshot", "memory"])
    func aLossIsCaughtWhereverItShows(call: String) throws {
        device.makesPolled = call == "snapshot"
        let source = try device.source(.afterLoss)
        try device.opening.show(7)
        let plane = try #require(try source.plane())
        device.error = .refused("there is no thing")
        switch call {
        case "receive":
            try device.opening.error = .lost("the thing is gone")
            try device.opening.tell()
            try source.hear()
        case "snapshot":
            try device.opening.error = .lost("the thing is gone")
        default:
            try device.opening.memoryError = .lost("the thing is gone")
            #expect(throws: SourceError.refused("the thing is gone")) { _ = try source.memory(of: plane) }
        }
        #expect(try source.snapshot() == .absent)
        #expect(device.reports == ["the thing is gone; waiting for it to come back"])
        #expect(!source.isPolled)
    }

    @Test func whatIsRefusedForNowIsNoLoss() throws {
        let source = try device.source(.afterLoss)
        try device.opening.show(7)
        let plane = try #require(try source.plane())
        try device.opening.memoryError = .refused("the guest has moved on")
        #expect(throws: SourceError.refused("the guest has moved on")) { _ = try source.memory(of: plane) }
        #expect(try source.plane() == plane)
    }

    @Test func theLostIsClosedBeforeAnotherIsOpened() throws {
        let source = try device.source(.afterLoss)
        _ = try source.snapshot()
        weak let first = try device.opening
        try unplug(source)
        device.forget()
        #expect(first == nil)
        device.error = nil
        try source.hear()
        #expect(try source.snapshot() == Snapshot())
    }

    @Test func memoryOfAnotherOpeningIsOtherMemory() throws {
        let source = try device.source(.afterLoss)
        try device.opening.show(7)
        let old = try #require(try source.plane())
        _ = try source.memory(of: old)
        #expect(source.mayReturn(old.identity))
        try unplug(source)
        #expect(!source.mayReturn(old.identity))
        device.error = nil
        try source.hear()
        let opening = try device.opening
        opening.show(7)
        let new = try #require(try source.plane())
        #expect(new.identity.text == "7 of 1" && new.identity != old.identity)
        #expect(source.mayReturn(new.identity) && !source.mayReturn(old.identity))
        #expect(throws: SourceError.refused("it is of a device that is gone")) {
            _ = try source.memory(of: old)
        }
        source.release(old.identity)
        source.released(old.identity)
        #expect(opening.takeCalls() == [])
        _ = try source.memory(of: new)
        source.released(new.identity)
        source.release(new.identity)
        #expect(opening.takeCalls() == ["memory 7", "released 7", "release 7"])
    }

    @Test func eachOpeningIsToldWhatTheCompositorTakes() throws {
        let source = try device.source(.afterLoss)
        source.prefer(PresentableFormats(sharedMemory: [.xrgb8888]))
        #expect(try device.opening.takeCalls() == ["prefer"])
        _ = try source.snapshot()
        try unplug(source)
        source.prefer(PresentableFormats(sharedMemory: [.argb8888]))
        device.error = nil
        try source.hear()
        #expect(try device.opening.takeCalls() == ["prefer"])
    }

    @Test func whatASourceTellsIsPassedOnAndWhatItCountsIsKept() throws {
        device.makesPolled = false
        let source = try device.source(.afterLoss)
        let first = try device.opening
        _ = try source.snapshot()
        #expect(try !source.tells() && !source.isPolled)
        first.tell()
        try source.hear()
        #expect(first.takeCalls() == ["receive"])
        first.droppedPictures = 3
        #expect(source.droppedPictures == 3)
        try unplug(source)
        #expect(source.droppedPictures == 3)
        first.tell()
        device.makesPolled = true
        device.error = nil
        try source.hear()
        #expect(first.takeCalls() == [], "nobody listens to it any more")
        try device.opening.droppedPictures = 2
        #expect(source.droppedPictures == 5 && source.isPolled)
    }

    @Test func itIsTriedOnceInAWhileHoweverOftenItIsAsked() throws {
        let source = try device.source(.afterLoss, every: .seconds(1000))
        _ = try source.snapshot()
        try unplug(source)
        device.error = nil
        for _ in 0..<100 {
            try source.receive()
            #expect(try source.snapshot() == .absent)
        }
        #expect(device.tries == 1)
        #expect(try !source.tells())
    }

    /// Each opening takes a wait, and it is said once until the device has answered.
    @Test func aDeviceThatIsLostAtOnceAgainAndAgainIsSaidOnce() throws {
        let source = try device.source(.afterLoss)
        _ = try source.snapshot()
        try device.opening.error = .lost("the thing is gone")
        #expect(try source.snapshot() == .absent)
        for count in 2..<6 {
            try source.hear()
            #expect(device.tries == count)
            try device.opening.error = .lost("the thing is gone")
            #expect(try source.snapshot() == .absent)
        }
        #expect(device.reports == ["the thing is gone; waiting for it to come back"])
    }
}
