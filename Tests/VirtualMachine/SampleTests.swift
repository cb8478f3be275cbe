import Foundation
import TestBed
import Testing

/// Proves that planeview asks the kernel's own sample devices rightly, on Debian 13's kernel and on Debian 12's: mbochs,
/// which exports dma-bufs, and mdpy, whose picture is in a region.
@Suite(.enabled(if: TestBed.isAvailable, "run scripts/test"), .serialized)
final class SampleTests {
    /// One machine a kernel for all tests of the suite.
    private static let machines = Dictionary(
        uniqueKeysWithValues: VirtualMachine.Kernel.allCases.map { kernel in
            (kernel, Result { try VirtualMachine(kernel: kernel) })
        })

    private let uuid = UUID().uuidString.lowercased()

    private func machine(_ kernel: VirtualMachine.Kernel) throws -> VirtualMachine {
        let machine = try #require(Self.machines[kernel]).get()
        try machine.check("load")
        return machine
    }

    /// Nothing that planeview asked upset the kernel: mbochs has bugs that some questions set off.
    private func expectPeace(_ machine: VirtualMachine, location: SourceLocation = #_sourceLocation) throws {
        let complaints = try machine.run("dmesg | grep -E 'WARNING|BUG|Oops|refcount|Bad page'")
        #expect(complaints.output == "", sourceLocation: location)
    }

    @Test(arguments: VirtualMachine.Kernel.allCases)
    func theKernelIsTheOneThatIsNamed(kernel: VirtualMachine.Kernel) throws {
        #expect(try machine(kernel).check("uname -r").hasPrefix(kernel.rawValue + "."))
    }

    @Test(arguments: VirtualMachine.Kernel.allCases)
    func mbochsWithoutAScreenIsOff(kernel: VirtualMachine.Kernel) throws {
        let machine = try machine(kernel)
        try machine.check("create mbochs small \(uuid)")
        let report = try machine.json("planeview probe --device \(uuid) --json")
        #expect(report["abi"] as? String == "mainline")
        #expect(report["planes"] as? String == "dmabuf")
        let planes = try #require(report["plane"] as? [String: [String: Any]])
        #expect(planes.values.allSatisfy { $0["state"] as? String == "off" }, "no guest has set a mode")
        let edid = try #require(report["edid"] as? [String: Int])
        #expect(edid == ["max_width": 800, "max_height": 600, "max_size": 1024])
        #expect(try machine.check("planeview probe --device \(uuid)").contains("EDID     up to 800×600"))
        try machine.check("remove \(uuid)")
        try expectPeace(machine)
    }

    /// mbochs answers ENOMEM to the first question about a mode: that is not the end.
    @Test(arguments: VirtualMachine.Kernel.allCases)
    func theFirstQuestionAboutAModeOfMbochsIsAnswered(kernel: VirtualMachine.Kernel) throws {
        let machine = try machine(kernel)
        try machine.check("create mbochs small \(uuid)")
        let report = try machine.json(
            "play \(uuid) bash -c 'guest paint 336699 && guest mode 800 600 && planeview probe --device fd:9 --json'"
        )
        let planes = try #require(report["plane"] as? [String: [String: Any]])
        let primary = try #require(planes["primary"])
        #expect(primary["state"] as? String == "on")
        #expect(primary["width"] as? Int == 800 && primary["height"] as? Int == 600)
        #expect(primary["format"] as? String == "XR24" && primary["modifier"] as? String == "0x0")
        #expect(primary["stride"] as? Int == 3200)
        #expect(primary["dmabuf_id"] as? Int == 1)
        #expect(planes["cursor"]?["state"] as? String == "off")
        #expect(planes["overlay"]?["state"] as? String == "off")
        try machine.check("remove \(uuid)")
        try expectPeace(machine)
    }

    /// What the guest does between two questions: a mode, a flip, the first screen again, and off.
    @Test(arguments: VirtualMachine.Kernel.allCases)
    func aFlipOfMbochsHasAnIDOfItsOwnAndTheScreenBeforeKeepsIts(kernel: VirtualMachine.Kernel) throws {
        let machine = try machine(kernel)
        try machine.check("create mbochs small \(uuid)")
        let lines = try machine.check(
            """
            play \(uuid) bash -c '
                ask() { "$@" && planeview probe --device fd:9 --json || exit; }
                ask guest mode 640 480; ask guest offset 0 480; ask guest offset 0 0; ask guest off'
            """
        ).split(separator: "\n")
        let primaries = try lines.map { line in
            let report = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return try #require((report?["plane"] as? [String: [String: Any]])?["primary"])
        }
        #expect(primaries.map { $0["state"] as? String } == ["on", "on", "on", "off"])
        #expect(primaries.map { $0["dmabuf_id"] as? Int } == [1, 2, 1, nil])
        try machine.check("remove \(uuid)")
        try expectPeace(machine)
    }

    @Test(arguments: VirtualMachine.Kernel.allCases)
    func mdpyHasItsPictureInARegion(kernel: VirtualMachine.Kernel) throws {
        let machine = try machine(kernel)
        try machine.check("create mdpy vga \(uuid)")
        let report = try machine.json("planeview probe --device \(uuid) --json")
        #expect(report["planes"] as? String == "region")
        let planes = try #require(report["plane"] as? [String: [String: Any]])
        let primary = try #require(planes["primary"])
        #expect(primary["width"] as? Int == 640 && primary["height"] as? Int == 480)
        #expect(primary["format"] as? String == "XR24" && primary["stride"] as? Int == 2560)
        #expect(primary["region_index"] as? Int == 16, "beyond the PCI regions")
        #expect(report["edid"] is NSNull)
        let shown = try machine.run("planeview --device \(uuid)")
        #expect(shown.status == 2)
        #expect(shown.errors.contains("keeps its picture in a region"))
        try machine.check("play \(uuid) bash -c 'guest paint 336699'")
        let refused = try machine.run("play \(uuid) bash -c 'guest mode 640 480'")
        #expect(refused.status != 0 && refused.errors.contains("No such device"), "mdpy has no registers")
        try machine.check("remove \(uuid)")
        try expectPeace(machine)
    }
}
