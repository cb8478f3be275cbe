import Foundation
import TestBed
import Testing

/// Proves that a machine of a real libvirt's is found by its name and shown.
@Suite(.enabled(if: TestBed.isAvailable && RealLibvirt.isThere, "run scripts/test as root"))
struct LibvirtTests {
    @Test func aMachineOfLibvirtsIsShown() throws {
        let weston = try HeadlessWeston(size: "720x480")
        let libvirt = try RealLibvirt()
        try libvirt.start(machine: "guest")
        let program = try weston.planeview(
            "--device", "libvirt:guest", "--scale", "1:1", environment: libvirt.environment)
        try weston.expectWindow(isReady: { $0.width == 720 }) { try libvirt.screenshot(of: "guest") }
        #expect(program.errors.contains("showing 720×400"))
        try libvirt.run("destroy", "guest")
        #expect(try program.end() == 3)
        #expect(program.errors.contains("the virtual machine has ended, or has closed its display"))

        let nobody = try weston.planeview("--device", "libvirt:guest", environment: libvirt.environment)
        #expect(try nobody.end() == 2)
        #expect(
            nobody.errors.contains("libvirt gives no display of guest (Domain not found"), "\(nobody.errors)")
    }
}
