// swift-tools-version: 6.2
import PackageDescription

// The root package's rules. Its modules have no library products and nothing public, so what is measured is compiled here
// from the same files, as part of this package: "Product" links to them.
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
        .executableTarget(
            name: "benchmark", dependencies: ["Descriptors", "Planes"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
