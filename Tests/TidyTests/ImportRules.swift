import Testing

/// Which target may not import what: the table that makes a module worth having. A name that ends in `*` stands for
/// every module that begins so.
enum ImportRules {
    static let never: [String: [String]] = [
        "Postgres": ["Hummingbird*", "NIO*", "Switchyard*", "CSodium"],
        "Switchyard": ["Dispatch", "Hummingbird*", "NIO*", "CLibpq", "CCurl"],
        "SwitchyardChannels": ["Hummingbird*", "Postgres", "CLibpq", "Dispatch", "CSodium"],
        "SwitchyardAPI": ["CLibpq", "CCurl", "Dispatch", "SwitchyardWorker", "SwitchyardChannels", "CSodium"],
        "SwitchyardWorker": ["Hummingbird*", "NIO*", "SwitchyardAPI", "CSodium"],
        "Telemetry": ["Postgres", "CLibpq", "Dispatch", "CSodium"],
        "switchyard-api": ["CLibpq", "Dispatch", "SwitchyardWorker"],
        "switchyard-worker": ["CLibpq", "Hummingbird*", "NIO*", "SwitchyardAPI"],
        "switchyardctl": ["CLibpq", "Dispatch", "Hummingbird*", "NIO*"],
    ]

    /// A target with this list imports nothing else. `Synchronization` is the standard library's own lock.
    static let only: [String: [String]] = [
        "BusinessTime": ["Foundation", "Synchronization"], "switchyard-bench": ["BusinessTime", "Foundation"],
    ]

    /// Foundation lets Dispatch's names through on Linux, so the names are watched as well as the import.
    static let dispatchNames = [
        "DispatchQueue", "DispatchSemaphore", "DispatchGroup", "DispatchSource", "DispatchWorkItem", "DispatchTime",
        "dispatchMain",
    ]
    static let dispatchAllowed = ["Sources/SwitchyardWorker/", "Sources/switchyard-worker/", "Sources/Postgres/Pool"]

    static func findings(in file: SourceFile) -> [Finding] {
        guard let target = file.target else { return [] }
        return file.codeLines.enumerated().flatMap { index, line in
            var found: [Finding] = []
            if let module = importedModule(line), !mayImport(module, target: target) {
                found.append(Finding(path: file.path, line: index + 1, why: "\(target) must not import \(module)"))
            }
            if let name = strayDispatch(line, path: file.path) {
                found.append(
                    Finding(path: file.path, line: index + 1, why: "\(name) belongs to the worker and the pool")
                )
            }
            return found
        }
    }

    static func importedModule(_ line: Substring) -> String? {
        guard line.contains("import") else { return nil }
        let pattern =
            #/^\s*(@\w+(\([^)]*\))?\s+)*((public|package|internal|fileprivate|private)\s+)?import\s+((struct|class|enum|protocol|func|var|let|typealias)\s+)?(?<module>\w+)/#
        return line.firstMatch(of: pattern).map { String($0.output.module) }
    }

    private static func mayImport(_ module: String, target: String) -> Bool {
        if let list = only[target] { return list.contains(module) }
        return !(never[target] ?? []).contains { pattern in
            pattern.hasSuffix("*") ? module.hasPrefix(pattern.dropLast()) : module == pattern
        }
    }

    private static func strayDispatch(_ line: Substring, path: String) -> String? {
        guard line.contains("ispatch"), !dispatchAllowed.contains(where: path.hasPrefix) else { return nil }
        return dispatchNames.first { line.contains($0) }
    }
}

@Suite struct ImportRulesTests {
    @Test func everyTargetImportsOnlyWhatItMay() {
        let found = Repository.sources.flatMap(ImportRules.findings(in:))
        #expect(found.isEmpty, "\(found.report)")
    }

    @Test func everyTargetHasARule() throws {
        let targets = try Repository.names(in: "Sources").filter { !["CLibpq", "CCurl", "CSodium"].contains($0) }
        let ruled = Set(ImportRules.never.keys).union(ImportRules.only.keys)
        #expect(Set(targets) == ruled, "a new target needs its line in ImportRules")
    }

    struct Case: CustomTestStringConvertible {
        let path: String
        let text: String
        let count: Int
        var testDescription: String { "\(path): \(text)" }
    }

    @Test(arguments: [
        Case(path: "Sources/Switchyard/A.swift", text: "import Foundation\nimport Postgres\n", count: 0),
        Case(path: "Sources/Switchyard/A.swift", text: "import Dispatch\n", count: 1),
        Case(path: "Sources/Switchyard/A.swift", text: "package import NIOCore\n", count: 1),
        Case(path: "Sources/Switchyard/A.swift", text: "// import Dispatch\n", count: 0),
        Case(path: "Sources/Switchyard/A.swift", text: "@preconcurrency import struct Hummingbird.Router\n", count: 1),
        Case(
            path: "Sources/Switchyard/A.swift",
            text: "import Foundation\nlet q = DispatchQueue(label: \"q\")\n",
            count: 1
        ),
        Case(path: "Sources/BusinessTime/A.swift", text: "import Foundation\nimport Logging\n", count: 1),
        Case(path: "Sources/SwitchyardChannels/A.swift", text: "import Postgres\nimport Switchyard\n", count: 1),
        Case(path: "Sources/SwitchyardAPI/A.swift", text: "import CLibpq\nimport Dispatch\n", count: 2),
        Case(path: "Sources/SwitchyardWorker/A.swift", text: "import Dispatch\nimport HummingbirdCore\n", count: 1),
        Case(path: "Sources/Telemetry/A.swift", text: "import Postgres\n", count: 1),
        Case(
            path: "Sources/Postgres/Pool.swift",
            text: "import Dispatch\nlet q = DispatchQueue(label: \"\")\n",
            count: 0
        ),
        Case(path: "Sources/Postgres/Pool.swift", text: "import NIOPosix\n", count: 1),
    ])
    func badImportsAreFound(sample: Case) {
        #expect(ImportRules.findings(in: SourceFile(path: sample.path, text: sample.text)).count == sample.count)
    }
}
