// swift-tools-version: 6.2
import PackageDescription

// One set of rules for every module of ours: see "Habits" in docs/design.md.
let strict: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "planeview",
    products: [
        .executable(name: "planeview", targets: ["planeview"]),
        // For tests: preloaded into the program, it counts what is allocated.
        .library(name: "AllocationCounter", type: .dynamic, targets: ["AllocationCounter"]),
        // For tests, too: preloaded, it lets a system call fail, or a signal come before it.
        .library(name: "SystemCallFaults", type: .dynamic, targets: ["SystemCallFaults"]),
    ],
    dependencies: [.package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")],
    targets: [
        // System modules: headers and constants, no logic.
        .target(name: "CLinux"),
        .systemLibrary(name: "CWayland", pkgConfig: "wayland-client", providers: [.apt(["libwayland-dev"])]),
        .systemLibrary(name: "CDRM", pkgConfig: "libdrm", providers: [.apt(["libdrm-dev"])]),
        .systemLibrary(name: "CSPNG", pkgConfig: "spng", providers: [.apt(["libspng-dev"])]),

        // Owned fds, mappings, errno, the event loop. A handler of SIGBUS is C, the only one: it may not enter Swift.
        .target(name: "CGuard"),
        .target(name: "Descriptors", dependencies: ["CLinux", "CGuard"], swiftSettings: strict),
        .testTarget(
            name: "DescriptorsTests", dependencies: ["Descriptors", "CLinux", "CGuard"], swiftSettings: strict
        ),

        // Values and state machines without I/O: the logic that bugs live in.
        .target(name: "Planes", dependencies: ["Descriptors"], swiftSettings: strict),
        .testTarget(
            name: "PlanesTests",
            dependencies: ["Planes", "Descriptors", "LatchSimulation", "TestDevice", "CLinux"],
            swiftSettings: strict),
        // Pacing in simulated time; the benchmarks draw it.
        .target(
            name: "LatchSimulation", dependencies: ["Planes", "Descriptors"], path: "Tests/LatchSimulation",
            swiftSettings: strict),

        // A monitor to the bytes by which it tells a guest of itself.
        .target(name: "EDID", dependencies: ["Planes"], swiftSettings: strict),
        .testTarget(name: "EDIDTests", dependencies: ["EDID", "Planes"], swiftSettings: strict),

        // What a user does, on its way to a guest: values and state machines; and one module a way.
        .target(name: "Input", dependencies: ["Planes"], swiftSettings: strict),
        .testTarget(name: "InputTests", dependencies: ["Input", "Planes"], swiftSettings: strict),
        .target(name: "QMP", dependencies: ["Input", "Planes", "Descriptors"], swiftSettings: strict),
        .testTarget(
            name: "QMPTests", dependencies: ["QMP", "Input", "Planes", "Descriptors"], swiftSettings: strict),

        // One module a source: device → snapshots.
        .target(
            name: "VFIO", dependencies: ["CLinux", "Descriptors", "EDID", "Planes"], swiftSettings: strict),
        .testTarget(
            name: "VFIOTests",
            dependencies: ["VFIO", "TestDevice", "AllocationCounter", "CLinux", "Descriptors", "Planes"],
            swiftSettings: strict),
        .target(name: "V4L2", dependencies: ["CLinux", "Descriptors", "Planes"], swiftSettings: strict),
        .testTarget(
            name: "V4L2Tests", dependencies: ["V4L2", "TestDevice", "Descriptors", "Planes"],
            swiftSettings: strict),
        .target(
            name: "QEMU", dependencies: ["Input", "CLinux", "Descriptors", "Planes", "QMP"],
            swiftSettings: strict),
        .testTarget(
            name: "QEMUTests", dependencies: ["QEMU", "Input", "CLinux", "Descriptors", "Planes"],
            swiftSettings: strict),
        .target(
            name: "Demo", dependencies: ["CLinux", "CDRM", "Descriptors", "Planes"], swiftSettings: strict),
        .testTarget(
            name: "DemoTests", dependencies: ["Demo", "Descriptors", "Planes"], swiftSettings: strict),

        // A source that stands for any of them while its device comes and goes.
        .target(name: "Reconnection", dependencies: ["Descriptors", "Planes"], swiftSettings: strict),
        .testTarget(
            name: "ReconnectionTests",
            dependencies: ["Reconnection", "V4L2", "TestDevice", "Descriptors", "Planes"],
            swiftSettings: strict),

        // From protocols/bindings.txt and the installed XML to Swift; none of it is in the product.
        .target(name: "WaylandScanner", swiftSettings: strict),
        .executableTarget(name: "generate-bindings", dependencies: ["WaylandScanner"], swiftSettings: strict),
        .plugin(name: "GenerateBindings", capability: .buildTool(), dependencies: ["generate-bindings"]),
        .testTarget(
            name: "WaylandScannerTests", dependencies: ["WaylandScanner"], exclude: ["Fixtures"],
            swiftSettings: strict),

        // The connection and the proxies over libwayland-client, by hand; one class an interface, generated.
        .target(
            name: "Wayland", dependencies: ["CWayland", "Descriptors"], swiftSettings: strict,
            plugins: ["GenerateBindings"]),

        // A compositor that tests step through and tell to misbehave.
        .systemLibrary(
            name: "CWaylandServer", pkgConfig: "wayland-server", providers: [.apt(["libwayland-dev"])]),
        .target(
            name: "TestCompositor",
            dependencies: ["CLinux", "CWayland", "CWaylandServer", "Descriptors", "Wayland"],
            path: "Tests/TestCompositor", swiftSettings: strict),
        .testTarget(
            name: "WaylandTests",
            dependencies: ["Wayland", "Descriptors", "TestCompositor", "CLinux", "CWayland"],
            swiftSettings: strict),

        // Snapshots to surfaces.
        .target(
            name: "Presentation", dependencies: ["Text", "Wayland", "Input", "Planes", "Descriptors"],
            swiftSettings: strict),
        .testTarget(
            name: "PresentationTests",
            dependencies: [
                "Presentation", "Reconnection", "VFIO", "TestCompositor", "TestDevice", "AllocationCounter",
                "Wayland", "Input", "QMP", "QEMU", "Planes", "Descriptors", "CLinux", "TestBed",
            ],
            swiftSettings: strict),

        // Pictures to PNG files.
        .target(name: "PNG", dependencies: ["CSPNG", "Descriptors"], swiftSettings: strict),
        .testTarget(name: "PNGTests", dependencies: ["PNG", "CSPNG", "Descriptors"], swiftSettings: strict),

        // Lines of text to pixels, by libraries that are loaded when there is text.
        .target(name: "Text", dependencies: ["Descriptors", "Planes"], swiftSettings: strict),
        .testTarget(
            name: "TextTests", dependencies: ["Text", "Planes", "Descriptors"], swiftSettings: strict),

        // A file of options, without knowing any.
        .target(name: "Configuration", dependencies: ["Descriptors"], swiftSettings: strict),
        .testTarget(name: "ConfigurationTests", dependencies: ["Configuration"], swiftSettings: strict),

        // Takes away from the process what it does not need.
        .systemLibrary(name: "CSeccomp", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),
        .target(name: "Sandbox", dependencies: ["CLinux", "CSeccomp", "Descriptors"], swiftSettings: strict),
        .testTarget(name: "SandboxTests", dependencies: ["SandboxedActs"], swiftSettings: strict),

        // The program: options, wiring, exit codes.
        .executableTarget(
            name: "planeview",
            dependencies: [
                "CLinux", "Configuration", "Demo", "Descriptors", "Input", "PNG", "Planes", "Presentation",
                "QEMU",
                "QMP", "Reconnection", "Sandbox", "V4L2", "VFIO", "Wayland",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // Outside the product: what tests stand on.
        .target(name: "Acts", path: "Tests/SandboxedActs/Acts"),
        .executableTarget(
            name: "SandboxedActs", dependencies: ["Acts", "CLinux", "Sandbox"],
            path: "Tests/SandboxedActs/Program", swiftSettings: strict),
        .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
        .target(name: "SystemCallFaults", path: "Tests/SystemCallFaults"),
        .target(
            name: "TestDevice", dependencies: ["VFIO", "V4L2", "CLinux", "Descriptors", "Planes"],
            path: "Tests/TestDevice", swiftSettings: strict),
        .target(
            name: "TestBed", dependencies: ["CSPNG", "Demo", "Descriptors", "Planes"], path: "Tests/TestBed",
            swiftSettings: strict),

        // The whole program: in a real Weston on this machine, and on a real kernel's devices in a virtual machine.
        .testTarget(
            name: "EndToEndTests", dependencies: ["TestBed", "QEMU", "VFIO", "Descriptors"],
            path: "Tests/EndToEnd",
            swiftSettings: strict),
        .testTarget(
            name: "VirtualMachineTests", dependencies: ["TestBed"], path: "Tests/VirtualMachine",
            exclude: [
                "agent", "bochs.c", "console-init", "guest.sh", "init", "kernel", "nested-init", "nested.sh",
                "soak.sh",
                "vivid.c",
            ],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
