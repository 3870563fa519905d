// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    // Bound values and rows cross from Postgres into the product as generics; without this they stay unspecialised, which
    // costs the API a third of its CPU per request.
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

/// Pure arithmetic that the tests put through thousands of random calendars: optimised in debug builds as well, where
/// overflow still traps.
let optimised: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let hummingbird: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let lifecycle: [Target.Dependency] = ["ServiceLifecycle", "UnixSignals"].map {
    .product(name: $0, package: "swift-service-lifecycle")
}
let nio: [Target.Dependency] = ["NIOCore", "NIOHTTP1", "NIOPosix"].map { .product(name: $0, package: "swift-nio") }
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")

let package = Package(
    name: "switchyard",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),

        .target(name: "Postgres", dependencies: ["CLibpq"], swiftSettings: settings),
        .target(name: "BusinessTime", swiftSettings: settings + optimised),
        .target(
            name: "Switchyard",
            dependencies: ["Postgres", "BusinessTime", "CSodium", crypto, mustache],
            swiftSettings: settings
        ),
        .target(
            name: "SwitchyardChannels",
            dependencies: ["Switchyard", "BusinessTime", "CCurl"],
            swiftSettings: settings
        ),
        .target(name: "Telemetry", dependencies: [logging, metrics], swiftSettings: settings),
        .target(
            name: "SwitchyardAPI",
            dependencies: [
                "Switchyard", "Postgres", "BusinessTime", crypto, hummingbird, logging, metrics,
            ] + lifecycle + nio,
            swiftSettings: settings
        ),
        .target(
            name: "SwitchyardWorker",
            dependencies: ["Switchyard", "SwitchyardChannels", "Postgres", "BusinessTime", logging, metrics],
            swiftSettings: settings
        ),

        .executableTarget(
            name: "switchyard-api",
            dependencies: [
                "SwitchyardAPI", "Telemetry", "Switchyard", "Postgres", logging, metrics,
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "switchyard-worker",
            dependencies: [
                "SwitchyardWorker", "SwitchyardChannels", "Telemetry", "Switchyard", "Postgres", logging, metrics,
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "switchyardctl",
            dependencies: [
                "Switchyard", "SwitchyardChannels", "SwitchyardWorker", "Postgres", "BusinessTime", arguments,
            ],
            swiftSettings: settings
        ),
        // What scripts/bench asks of the code alone; not installed.
        .executableTarget(name: "switchyard-bench", dependencies: ["BusinessTime"], swiftSettings: settings),

        .target(
            name: "TestSupport",
            dependencies: ["Switchyard", "Postgres", "BusinessTime"],
            path: "Tests/Support",
            swiftSettings: settings
        ),
        .target(name: "TestTools", path: "Tests/Tools", swiftSettings: settings + optimised),
        .testTarget(name: "PostgresTests", dependencies: ["Postgres", "TestTools"], swiftSettings: settings),
        .testTarget(
            name: "BusinessTimeTests",
            dependencies: ["BusinessTime", "TestTools"],
            swiftSettings: settings + optimised
        ),
        .testTarget(
            name: "SwitchyardTests",
            dependencies: ["Switchyard", "Postgres", "BusinessTime", "TestSupport", "TestTools", crypto],
            exclude: ["Schema/bad-schema.sql"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChannelsTests",
            dependencies: ["SwitchyardChannels", "Switchyard", "BusinessTime", "TestTools"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "TelemetryTests",
            dependencies: ["Telemetry", "TestTools", logging, metrics],
            swiftSettings: settings
        ),
        .testTarget(
            name: "APITests",
            dependencies: [
                "SwitchyardAPI", "Switchyard", "Postgres", "BusinessTime", "TestSupport", crypto, logging,
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ] + nio,
            swiftSettings: settings
        ),
        .testTarget(
            name: "WorkerTests",
            dependencies: ["SwitchyardWorker", "Switchyard", "Postgres", "BusinessTime", "TestSupport", "TestTools"],
            swiftSettings: settings
        ),
        .testTarget(name: "TidyTests", swiftSettings: settings),
    ]
)
