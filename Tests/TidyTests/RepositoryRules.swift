import Foundation
import Testing

/// What lies where: the top of the repository, the migrations, and no trace of anybody's machine.
enum RepositoryRules {
    static let topLevel: Set<String> = [
        ".ci", ".git", ".gitignore", ".swift-format", "Package.swift", "README.md", "Sources", "Tests", "deploy",
        "scripts",
        "sql",
    ]

    /// A name that no keyboard types is none of ours: the compiler now and then drops a macro's expansion beside the
    /// manifest, under the bytes of a stray pointer.
    static func strangers(atTop names: [String], ignored: [String]) -> [String] {
        names.filter { name in
            let isTyped = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "\u{FFFD}" }
            return isTyped && !topLevel.contains(name) && !ignored.contains { matches(name, pattern: $0) }
        }
    }

    static func machinePaths(in file: SourceFile) -> [Finding] {
        let path = #/(^|[^\w}.*])/(work|root|home|Users)($|[^\w])/#
        return file.lines.enumerated().compactMap { index, line in
            line.firstMatch(of: path) == nil
                ? nil : Finding(path: file.path, line: index + 1, why: "a path of one machine: find it at run time")
        }
    }

    /// Migrations are `NNNN_what_it_does.sql`, counted from 0001 with no gap and no number twice.
    static func misnumbered(_ names: [String]) -> [String] {
        names.sorted().enumerated().compactMap { index, name in
            guard let match = name.wholeMatch(of: #/(\d{4})_[a-z0-9_]+\.sql/#) else {
                return "\(name): not NNNN_name.sql"
            }
            return Int(match.output.1) == index + 1 ? nil : "\(name): expected number \(index + 1)"
        }
    }

    /// Files and folders that a page names in backticks and that are not there; a name with a gap (`…`, `Verb`, `Subject`)
    /// stands for many.
    static func lostPlaces(in page: SourceFile, among paths: [String]) -> [Finding] {
        let places = paths.map { "/\($0)" }
        return page.lines.enumerated().flatMap { index, line in
            line.matches(of: #/`([A-Z][\w.+/-]*|(?:sql|deploy|scripts)/[\w.+/-]+)`/#).compactMap { match in
                let name = String(match.output.1)
                guard name.contains("/") || name.hasSuffix(".swift"), !name.contains(#/\+(Verb|Subject)\.swift$/#)
                else {
                    return nil
                }
                let isThere = places.contains { $0.hasSuffix("/\(name)") || $0.contains("/\(name)/") }
                return isThere ? nil : Finding(path: page.path, line: index + 1, why: "there is no \(name)")
            }
        }
    }

    private static func matches(_ name: String, pattern: String) -> Bool {
        let bare = pattern.hasSuffix("/") ? pattern.dropLast() : Substring(pattern)
        guard let star = bare.firstIndex(of: "*") else { return bare == name }
        return name.hasPrefix(bare[..<star]) && name.hasSuffix(bare[bare.index(after: star)...])
    }
}

@Suite struct RepositoryRulesTests {
    @Test func theTopLevelIsAClosedList() throws {
        let ignored = try #require(Repository.files.first { $0.path == ".gitignore" }).lines.map(String.init)
        let strangers = RepositoryRules.strangers(atTop: try Repository.names(in: ""), ignored: ignored)
        #expect(strangers.isEmpty, "\(strangers) belong somewhere else, or into the list with a reason")
    }

    @Test func noFileNamesAMachine() {
        let found = Repository.outsideTidy.flatMap(RepositoryRules.machinePaths(in:))
        #expect(found.isEmpty, "\(found.report)")
    }

    @Test func migrationsAreNumberedWithoutGaps() throws {
        let names = try Repository.names(in: "sql/migrations")
        #expect(!names.isEmpty)
        #expect(RepositoryRules.misnumbered(names) == [])
    }

    @Test func theReadmeSendsNobodyToAPlaceThatIsGone() throws {
        let readme = try #require(Repository.files.first { $0.path == "README.md" })
        let found = RepositoryRules.lostPlaces(in: readme, among: Repository.files.map(\.path))
        #expect(found.isEmpty, "\(found.report)")
    }

    @Test(arguments: [
        ("`Sources/A`, `A/B.swift` and `B.swift`", 0), ("`A/C.swift`", 1), ("`C.swift`", 1), ("`sql/gone.md`", 1),
        ("`Sources/G`", 1), ("`A/CaseFile+Verb.swift`", 0), ("`CaseFile.open`", 0), ("`A/B+….swift`", 0),
    ])
    func aPlaceThatIsGoneIsFound(text: String, count: Int) {
        let page = SourceFile(path: "README.md", text: text)
        #expect(RepositoryRules.lostPlaces(in: page, among: ["Sources/A/B.swift", "sql/README.md"]).count == count)
    }

    @Test func scriptsCanBeRun() throws {
        for path in try Repository.names(in: "scripts").map({ "scripts/\($0)" }) + [".ci/run"] {
            #expect(FileManager.default.isExecutableFile(atPath: Repository.root.appending(path: path).path), "\(path)")
        }
    }

    @Test func aStrangerAtTheTopIsFound() {
        let names = ["Sources", ".build", ".build-x", "notes.txt", "Package.resolved"]
        let ignored = [".build/", ".build-*/", "Package.resolved", ""]
        #expect(RepositoryRules.strangers(atTop: names, ignored: ignored) == ["notes.txt"])
    }

    @Test(arguments: [
        ("cd /work/main", 1), ("\"/root\"", 1), ("see /home/ann/x", 1), ("/Users/ann", 1),
        ("GET /workload", 0), ("/v1/tenants/{t}/work", 0), ("${base}/work", 0), ("/var/lib/switchyard", 0),
    ])
    func aMachinePathIsFound(text: String, count: Int) {
        #expect(RepositoryRules.machinePaths(in: SourceFile(path: "deploy/a", text: text)).count == count)
    }

    @Test(arguments: [
        (["0001_a.sql", "0002_b.sql"], 0), (["0001_a.sql", "0003_b.sql"], 1), (["0001_a.sql", "0001_b.sql"], 1),
        (["1_a.sql"], 1), (["0001_A.sql"], 1), (["0001_a.sql", "notes.md"], 1),
    ])
    func aBadMigrationNumberIsFound(names: [String], count: Int) {
        #expect(RepositoryRules.misnumbered(names).count == count)
    }
}
