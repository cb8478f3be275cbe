// swift-tools-version: 6.2
import PackageDescription

// What is fuzzed is compiled here from the product's own files, with libFuzzer's counters in it; "Product" links to them.
// `scripts/fuzz` runs it.
let fuzzed: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    // A fault that the optimiser proves impossible would go unseen.
    .unsafeFlags(["-sanitize=fuzzer,address", "-parse-as-library", "-Onone"]),
]
// Both the package manager and libFuzzer bring a `main`: the first one counts, which runs the other's driver.
let linked: [LinkerSetting] = [
    .unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "muldefs"])
]

/// One program each.
let targets: [(name: String, uses: [Target.Dependency])] = [
    ("fuzz-plane-reply", ["CLinux", "Descriptors", "Planes", "VFIO"]),
    ("fuzz-regions", ["CLinux", "Descriptors", "EDID", "Planes", "VFIO"]),
    ("fuzz-feedback", ["Planes"]),
    ("fuzz-configuration", ["Configuration"]),
    ("fuzz-system-text", ["Descriptors", "Planes", "VFIO"]),
    ("fuzz-monitor", ["QMP"]),
    ("fuzz-display", ["Descriptors", "Planes", "QEMU"]),
]

let package = Package(
    name: "planeview-fuzzing",
    targets: [
        .target(name: "CLinux", path: "Product/CLinux"),
        .target(name: "CGuard", path: "Product/CGuard"),
        .target(
            name: "Descriptors", dependencies: ["CLinux", "CGuard"], path: "Product/Descriptors",
            swiftSettings: fuzzed),
        .target(
            name: "Planes", dependencies: ["Descriptors"], path: "Product/Planes", swiftSettings: fuzzed),
        .target(name: "EDID", dependencies: ["Planes"], path: "Product/EDID", swiftSettings: fuzzed),
        .target(
            name: "VFIO", dependencies: ["CLinux", "Descriptors", "EDID", "Planes"], path: "Product/VFIO",
            swiftSettings: fuzzed),
        .target(
            name: "Configuration", dependencies: ["Descriptors"], path: "Product/Configuration",
            swiftSettings: fuzzed),
        .target(name: "Input", dependencies: ["Planes"], path: "Product/Input", swiftSettings: fuzzed),
        .target(
            name: "QMP", dependencies: ["Descriptors", "Input", "Planes"], path: "Product/QMP",
            swiftSettings: fuzzed),
        .target(
            name: "QEMU", dependencies: ["CLinux", "Descriptors", "Input", "Planes", "QMP"],
            path: "Product/QEMU",
            swiftSettings: fuzzed),
        .target(
            name: "Fuzzing", dependencies: ["CLinux", "Descriptors", "Planes", "VFIO"], swiftSettings: fuzzed),
    ]
        + targets.map { target in
            .executableTarget(
                name: target.name, dependencies: ["Fuzzing"] + target.uses, swiftSettings: fuzzed,
                linkerSettings: linked)
        },
    swiftLanguageModes: [.v6]
)
