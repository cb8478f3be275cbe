// swift-tools-version: 6.2
import PackageDescription

// The root package's rules. Its modules have no library products and nothing public, so what is measured is compiled here
// from the same files, as part of this package: "Product" and "TestBed" link to them.
let strict: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "planeview-benchmarks",
    targets: [
        .target(name: "CLinux", path: "Product/CLinux"),
        .target(name: "CGuard", path: "Product/CGuard"),
        .target(
            name: "Descriptors", dependencies: ["CLinux", "CGuard"], path: "Product/Descriptors",
            swiftSettings: strict),
        .target(
            name: "Planes", dependencies: ["Descriptors"], path: "Product/Planes", swiftSettings: strict),
        .systemLibrary(
            name: "CDRM", path: "Product/CDRM", pkgConfig: "libdrm", providers: [.apt(["libdrm-dev"])]),
        .systemLibrary(
            name: "CSPNG", path: "Product/CSPNG", pkgConfig: "spng", providers: [.apt(["libspng-dev"])]),
        .target(
            name: "Demo", dependencies: ["CLinux", "CDRM", "Descriptors", "Planes"], path: "Product/Demo",
            swiftSettings: strict),
        .target(
            name: "TestBed", dependencies: ["CSPNG", "Demo", "Descriptors", "Planes"],
            path: "TestBed", swiftSettings: strict),
        .target(name: "Samples", swiftSettings: strict),
        // Parts of the program.
        .executableTarget(
            name: "benchmark", dependencies: ["Descriptors", "Planes", "Samples"], swiftSettings: strict),
        // Pacing in simulated time, as the tests have it.
        .target(
            name: "LatchSimulation", dependencies: ["Planes", "Descriptors"], path: "LatchSimulation",
            swiftSettings: strict),
        .executableTarget(
            name: "latches", dependencies: ["LatchSimulation", "Planes", "Descriptors"], swiftSettings: strict
        ),
        // The program as a whole, beside others.
        .executableTarget(name: "viewers", dependencies: ["Samples", "TestBed"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
