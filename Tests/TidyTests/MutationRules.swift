import Foundation
import Testing

/// The table of `scripts/soak mutations`: every rule of the clocks, broken in one line. What it quotes must be of this
/// source, and that is known here without building anything.
struct MutationTable: Equatable {
    struct Mutation: Equatable {
        let rule: String
        let file: String
        let text: String
        let replacement: String
        let suites: [String]
    }

    static let path = "scripts/soak.d/mutations.txt"
    private static let ruleCounts = [("T", 7), ("C", 3), ("P", 5), ("K", 8), ("S", 5), ("E", 8), ("X", 6)]

    /// Every rule id of the specification.
    static let rules = Set(ruleCounts.flatMap { letter, count in (1...count).map { "\(letter)\($0)" } })

    private(set) var mutations: [Mutation] = []
    /// Rule → why the product does not have it yet.
    private(set) var awaited: [String: String] = [:]
    /// Blocks that are neither.
    private(set) var unread: [String] = []

    /// Blocks between empty lines: a mutation's four lines, or one line `~ rule reason`.
    init(_ file: SourceFile) {
        let blocks = file.lines.filter { !$0.hasPrefix("#") }.split { $0.allSatisfy(\.isWhitespace) }.map(Array.init)
        for block in blocks {
            if let mutation = Self.mutation(block) {
                mutations.append(mutation)
            } else if block.count == 1, let line = Self.row(block[0], after: "~ "), let space = line.firstIndex(of: " ")
            {
                awaited[String(line[..<space])] = String(line[space...].dropFirst())
            } else {
                unread.append(block.joined(separator: "\n"))
            }
        }
    }

    private static func mutation(_ block: [Substring]) -> Mutation? {
        guard
            block.count == 4,
            let text = row(block[1], after: "- "),
            let replacement = row(block[2], after: "+ "),
            let suites = row(block[3], after: "? ")
        else { return nil }
        let head = block[0].split(separator: " ")
        guard head.count == 2 else { return nil }
        return Mutation(
            rule: String(head[0]),
            file: String(head[1]),
            text: text,
            replacement: replacement,
            suites: suites.split(separator: "|").map(String.init)
        )
    }

    private static func row(_ line: Substring, after mark: String) -> String? {
        line.hasPrefix(mark) ? String(line.dropFirst(mark.count)) : nil
    }

    var uncoveredRules: [String] {
        Self.rules.subtracting(mutations.map(\.rule)).subtracting(awaited.keys).sorted()
    }

    /// Rules that are of no specification, or awaited although there is a mutation of them.
    var strangeRules: [String] {
        let broken = Set(mutations.map(\.rule))
        return broken.union(awaited.keys).subtracting(Self.rules).union(broken.intersection(awaited.keys)).sorted()
    }
}

extension MutationTable.Mutation {
    /// The expression that is broken: what stands between the marks, or all of the text.
    private var expression: Substring {
        let start = text.firstIndex(of: "«").map(text.index(after:)) ?? text.startIndex
        return text[start..<(text.firstIndex(of: "»") ?? text.endIndex)]
    }

    /// Why it cannot be applied; nil when exactly one place of its file is meant, and its tests exist.
    func fault(in files: [SourceFile]) -> String? {
        guard let source = files.first(where: { $0.path == file }) else { return "\(rule): there is no \(file)" }
        let plain = text.filter { $0 != "«" && $0 != "»" }
        let places = source.lines.joined(separator: "\n").ranges(of: plain).count
        if places != 1 { return "\(rule): \(file) has this text \(places) times: \(plain)" }
        if expression == replacement || expression.isEmpty { return "\(rule): changes nothing: \(text)" }
        let suite = suites.first { suite in !files.contains { $0.declares(suite: suite) } }
        return suite.map { "\(rule): there is no suite \($0)" }
    }
}

extension SourceFile {
    fileprivate func declares(suite: String) -> Bool {
        path.hasPrefix("Tests/") && codeLines.contains { $0.contains("struct \(suite) ") }
    }
}

@Suite struct MutationRulesTests {
    private static func table() throws -> MutationTable {
        MutationTable(try #require(Repository.files.first { $0.path == MutationTable.path }))
    }

    @Test func everyMutationIsOfThisSource() throws {
        let table = try Self.table()
        #expect(table.unread == [], "neither a mutation nor an awaited rule")
        #expect(table.mutations.compactMap { $0.fault(in: Repository.files) } == [])
    }

    @Test func everyRuleHasAMutationOrAReason() throws {
        let table = try Self.table()
        #expect(table.uncoveredRules == [], "write a mutation of \(MutationTable.path), or why there can be none yet")
        #expect(table.strangeRules == [])
    }

    @Test func blocksAreReadAndAnyOtherIsKept() {
        let text =
            "# words\nT1 Sources/A.swift\n- a «b» c\n+ d\n? ATests|BTests\n\n~ P1 not built\n\nT2 Sources/A.swift\n- a\n"
        let table = MutationTable(SourceFile(path: MutationTable.path, text: text))
        let read = MutationTable.Mutation(
            rule: "T1",
            file: "Sources/A.swift",
            text: "a «b» c",
            replacement: "d",
            suites: ["ATests", "BTests"]
        )
        #expect(table.mutations == [read])
        #expect(table.awaited == ["P1": "not built"])
        #expect(table.unread == ["T2 Sources/A.swift\n- a"])
        #expect(table.uncoveredRules.count == MutationTable.rules.count - 2)
    }

    @Test func aRuleOfNoSpecificationAndOneThatIsAwaitedInVainAreFound() {
        let block = { (rule: String) in "\(rule) Sources/A.swift\n- a\n+ b\n? ATests\n\n" }
        let text = block("T1") + block("Q1") + "~ T1 not built\n\n~ X9 not built\n"
        #expect(MutationTable(SourceFile(path: MutationTable.path, text: text)).strangeRules == ["Q1", "T1", "X9"])
    }

    @Test(arguments: [
        ("x = «1»", "2", "ATests", true), ("x = 1", "x = 2", "ATests", true),
        ("x = ", "y", "ATests", false), ("«y»", "z", "ATests", false),
        ("x = «1»", "1", "ATests", false), ("x = 1«»", "2", "ATests", false), ("x = «1»", "2", "BTests", false),
    ])
    func aStaleMutationIsFound(text: String, replacement: String, suite: String, fits: Bool) {
        let files = [
            SourceFile(path: "Sources/A.swift", text: "let x = 1\nlet x = 3\n"),
            SourceFile(path: "Tests/ATests.swift", text: "struct ATests {\n}\n"),
        ]
        let mutation = MutationTable.Mutation(
            rule: "T1",
            file: "Sources/A.swift",
            text: text,
            replacement: replacement,
            suites: [suite]
        )
        #expect((mutation.fault(in: files) == nil) == fits)
    }
}
