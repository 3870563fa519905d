import Testing

/// Words and constructs that have no place in the code, each a function from a file to its findings.
enum WordRules {
    /// The files that may write SQL as text, each with a reason beside every use.
    static let unsafeSQLFiles: Set<String> = ["Sources/Postgres/SQL.swift", "Sources/Postgres/Migrator.swift"]

    /// One function in sql/ sets the tenant; the setting's name anywhere else is a way around it. Tests of that very
    /// wall may be listed here.
    static let tenantSettingFiles: Set<String> = [
        "Tests/SwitchyardTests/Schema/TenantSetting.swift", "Tests/SwitchyardTests/Schema/bad-schema.sql",
    ]
    static let tenantSetting = "app.tenant"

    static let drawers: Set<String> = [
        "util", "utils", "utility", "utilities", "helper", "helpers", "manager", "common", "core", "service",
    ]

    static func publicAccess(in file: SourceFile) -> [Finding] {
        let modifier =
            #/\b(public|open)(\(set\))?\s+(@|import\b|final\b|static\b|class\b|struct\b|enum\b|actor\b|protocol\b|extension\b|func\b|var\b|let\b|init\b|subscript\b|typealias\b|convenience\b|override\b|mutating\b|nonisolated\b|indirect\b|lazy\b|weak\b|required\b|macro\b)/#
        return each(file.codeLines, file, "use `package`: nobody outside this repository links it") { line in
            (line.contains("public") || line.contains("open")) && line.firstMatch(of: modifier) != nil
        }
    }

    static func crashes(in file: SourceFile) -> [Finding] {
        let forced = #/[\w)\]?]!($|[^=])/#
        return each(file.codeLines, file, "`try!`, `as!` and `!` crash a tier: handle the case") { line in
            line.contains("!") && line.firstMatch(of: forced) != nil
        }
    }

    static func leftovers(in file: SourceFile) -> [Finding] {
        each(file.lines, file, "finish it or write an issue") { $0.contains("TODO") || $0.contains("FIXME") }
    }

    static func unsafeSQL(in file: SourceFile) -> [Finding] {
        file.codeLines.indices.compactMap { index in
            let code = file.codeLines[index]
            guard code.contains("unsafeSQL"), !code.contains("func ") else { return nil }
            guard unsafeSQLFiles.contains(file.path) else {
                return Finding(path: file.path, line: index + 1, why: "unsafeSQL outside the closed list of WordRules")
            }
            let explained = file.lines[index].contains("//") || isComment(file.lines, above: index)
            return explained ? nil : Finding(path: file.path, line: index + 1, why: "unsafeSQL without its reason")
        }
    }

    static func uncheckedSendable(in file: SourceFile) -> [Finding] {
        file.codeLines.indices.compactMap { index in
            let line = file.codeLines[index]
            guard line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)") else { return nil }
            return isComment(file.lines, above: index)
                ? nil : Finding(path: file.path, line: index + 1, why: "say on the line above why this is safe")
        }
    }

    static func tenantSetting(in file: SourceFile) -> [Finding] {
        guard !file.path.hasPrefix("sql/"), !tenantSettingFiles.contains(file.path) else { return [] }
        return each(file.lines, file, "only sql/ may name the tenant setting") { $0.contains(tenantSetting) }
    }

    /// A folder that a test makes for itself is one that it can forget.
    static let temporaryFolderFile = "Tests/Tools/TemporaryFolder.swift"

    static func strayFolders(in file: SourceFile) -> [Finding] {
        guard file.path.hasPrefix("Tests/"), file.path != temporaryFolderFile else { return [] }
        let places = [
            "temporaryDirectory", "NSTemporaryDirectory", "mkdtemp", "mkstemp", "tmpfile", "\"/tmp/", "\"/var/tmp",
        ]
        return each(file.lines, file, "take a TemporaryFolder, which removes itself") { line in
            places.contains { line.contains($0) }
        }
    }

    /// A drawer is a name that says nothing of what is inside: as the last word of a name, or `Common…`, `Core…`.
    static func drawers(in file: SourceFile) -> [Finding] {
        let declaration = #/\b(struct|class|enum|actor|protocol|typealias)\s+(?<name>[A-Z]\w*)/#
        var found: [Finding] = []
        for part in file.path.split(separator: "/") where isDrawer(part.prefix { $0 != "." }) {
            found.append(Finding(path: file.path, line: 1, why: "the file name \(part) is a drawer: name the thing"))
        }
        for (index, line) in file.codeLines.enumerated() {
            for match in line.matches(of: declaration) where isDrawer(match.output.name) {
                found.append(Finding(path: file.path, line: index + 1, why: "\(match.output.name): name the thing"))
            }
        }
        return found
    }

    private static func isDrawer(_ name: Substring) -> Bool {
        let words = name.split(separator: "+").flatMap {
            $0.matches(of: #/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+/#).map(\.output)
        }
        guard let first = words.first, let last = words.last else { return false }
        return drawers.contains(last.lowercased()) || ["common", "core"].contains(first.lowercased())
    }

    private static func isComment(_ lines: [Substring], above index: Int) -> Bool {
        index > 0 && lines[index - 1].drop { $0 == " " }.hasPrefix("//")
    }

    private static func each(
        _ lines: [Substring],
        _ file: SourceFile,
        _ why: String,
        where bad: (Substring) -> Bool
    ) -> [Finding] {
        lines.enumerated().compactMap { index, line in
            bad(line) ? Finding(path: file.path, line: index + 1, why: why) : nil
        }
    }
}

@Suite struct WordRulesTests {
    @Test func nothingIsPublic() {
        let found = Repository.swift.flatMap(WordRules.publicAccess(in:))
        #expect(found.isEmpty, "\(found.report)")
    }

    @Test func sourcesDoNotForce() {
        let found = Repository.sources.flatMap(WordRules.crashes(in:))
        #expect(found.isEmpty, "\(found.report)")
    }

    @Test func sourcesAreFinished() {
        let found = Repository.sources.flatMap(WordRules.leftovers(in:))
        #expect(found.isEmpty, "\(found.report)")
    }

    @Test func rawSQLIsRareAndExplained() {
        let found = Repository.sources.flatMap(WordRules.unsafeSQL(in:))
        #expect(found.isEmpty, "\(found.report)")
    }

    @Test func uncheckedSendabilityIsExplained() {
        let found = Repository.swift.flatMap(WordRules.uncheckedSendable(in:))
        #expect(found.isEmpty, "\(found.report)")
    }

    @Test func onlySQLNamesTheTenantSetting() {
        let found = Repository.outsideTidy.flatMap(WordRules.tenantSetting(in:))
        #expect(found.isEmpty, "\(found.report)")
    }

    @Test func testsLeaveNoFolderBehind() {
        let found = Repository.swift.filter { !$0.path.hasPrefix("Tests/TidyTests/") }.flatMap(
            WordRules.strayFolders(in:)
        )
        #expect(found.isEmpty, "\(found.report)")
    }

    @Test func namesSayWhatTheyHold() {
        let found = Repository.swift.flatMap(WordRules.drawers(in:))
        #expect(found.isEmpty, "\(found.report)")
    }

    struct Case: CustomTestStringConvertible {
        let rule: @Sendable (SourceFile) -> [Finding]
        let text: String
        let count: Int
        var path = "Sources/Switchyard/Sample.swift"
        var testDescription: String { "\(path): \(text)" }
    }

    @Test(arguments: [
        Case(rule: WordRules.publicAccess, text: "public struct A {}", count: 1),
        Case(rule: WordRules.publicAccess, text: "    public import Foundation", count: 1),
        Case(rule: WordRules.publicAccess, text: "public private(set) var a = 1\npublic(set) var b = 1", count: 1),
        Case(rule: WordRules.publicAccess, text: "case open, public // public func", count: 0),
        Case(rule: WordRules.publicAccess, text: "let a = \"public func\"", count: 0),
        Case(rule: WordRules.crashes, text: "let a = try! f()", count: 1),
        Case(rule: WordRules.crashes, text: "let a = b as! Int", count: 1),
        Case(rule: WordRules.crashes, text: "let a = list.first!.name", count: 1),
        Case(rule: WordRules.crashes, text: "f(a[0]!)\nlet c = g()!", count: 2),
        Case(rule: WordRules.crashes, text: "if a != b, !c { print(\"now!\") } // done!", count: 0),
        Case(rule: WordRules.leftovers, text: "// TODO: later\n// FIXME", count: 2),
        Case(rule: WordRules.unsafeSQL, text: "tx.run(unsafeSQL: text)", count: 1),
        Case(rule: WordRules.unsafeSQL, text: "x(unsafeSQL: t)", count: 1, path: "Sources/Postgres/Migrator.swift"),
        Case(
            rule: WordRules.unsafeSQL,
            text: "// A whole migration is text.\nx(unsafeSQL: t)",
            count: 0,
            path: "Sources/Postgres/Migrator.swift"
        ),
        Case(rule: WordRules.uncheckedSendable, text: "\nfinal class A: @unchecked Sendable {}", count: 1),
        Case(rule: WordRules.uncheckedSendable, text: "// Locked.\nfinal class A: @unchecked Sendable {}", count: 0),
        Case(rule: WordRules.tenantSetting, text: "let s = \"SET app.tenant = 1\"", count: 1),
        Case(rule: WordRules.tenantSetting, text: "SET app.tenant = 1", count: 0, path: "sql/migrations/0001_a.sql"),
        Case(
            rule: WordRules.strayFolders,
            text: "FileManager.default.temporaryDirectory",
            count: 1,
            path: "Tests/A.swift"
        ),
        Case(rule: WordRules.strayFolders, text: "let p = \"/tmp/x\"\nmkdtemp(&p)", count: 2, path: "Tests/A.swift"),
        Case(rule: WordRules.strayFolders, text: "let p = \"/tmpl\"", count: 0, path: "Tests/A.swift"),
        Case(rule: WordRules.drawers, text: "struct TicketManager {}\nenum CommonTypes {}", count: 2),
        Case(rule: WordRules.drawers, text: "struct ServiceLevels {}\nlet a = FileManager.default", count: 0),
        Case(rule: WordRules.drawers, text: "", count: 1, path: "Sources/Switchyard/StringHelpers.swift"),
        Case(rule: WordRules.drawers, text: "", count: 1, path: "Sources/Switchyard/Core/Ticket.swift"),
        Case(rule: WordRules.drawers, text: "", count: 1, path: "Sources/Switchyard/String+Utils.swift"),
    ])
    func badWordsAreFound(sample: Case) {
        #expect(sample.rule(SourceFile(path: sample.path, text: sample.text)).count == sample.count)
    }
}
