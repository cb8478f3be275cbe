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
    products: [],
    dependencies: [],
    targets: [
        // System modules: headers and constants, no logic.
        .target(name: "CLinux"),

        // Owned fds, mappings, errno, the event loop.
        .target(name: "Descriptors", dependencies: ["CLinux"], swiftSettings: strict),
        .testTarget(name: "DescriptorsTests", dependencies: ["Descriptors"], swiftSettings: strict),

        // Values and state machines without I/O: the logic that bugs live in.
        .target(name: "Planes", dependencies: ["Descriptors"], swiftSettings: strict),
        .testTarget(name: "PlanesTests", dependencies: ["Planes", "Descriptors"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
