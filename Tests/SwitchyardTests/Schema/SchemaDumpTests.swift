import Foundation
import Switchyard
import TestSupport
import Testing

/// `sql/schema.sql` is what the migrations make, for people to read: `scripts/schema` writes it, this compares it.
@Suite(.needsDatabase) struct SchemaDumpTests {
    static let writing = "SWITCHYARD_WRITE_SCHEMA"
    /// PostgreSQL's own dumps of one major version look alike; another's need not.
    static let dumpPrograms = ["/usr/lib/postgresql/15/bin/pg_dump"]
    /// Dumps are fenced with a random word unless one is given.
    static let fence = "switchyard"

    private static let header = """
        -- What the migrations make, as pg_dump prints it. Written by scripts/schema, compared by SchemaDumpTests; not run by
        -- anything. Read this, change a migration.

        """

    @Test func theCommittedDumpIsWhatTheMigrationsMake() throws {
        let path = TestCluster.sqlDirectory + "/schema.sql"
        let dump = Self.header + normalised(try dump())
        if ProcessInfo.processInfo.environment[Self.writing] == "1" {
            try dump.write(toFile: path, atomically: true, encoding: .utf8)
        }
        let committed = try String(contentsOfFile: path, encoding: .utf8)
        let difference = firstDifference(committed, dump)
        #expect(difference == nil, "run scripts/schema and look at what changed")
    }

    /// What `switchyardctl doctor` holds a database against.
    @Test func theCommittedRightsAreWhatTheMigrationsMake() throws {
        let path = "\(TestCluster.sqlDirectory)/\(RightsList.fileName)"
        let list = try TestDatabase.shared().withConnection(.admin) { try RightsList(of: $0) }
        if ProcessInfo.processInfo.environment[Self.writing] == "1" {
            try list.text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        let committed = RightsList(text: try String(contentsOfFile: path, encoding: .utf8))
        #expect(committed == list, "run scripts/schema and look at what changed")
    }

    /// Without the versions of the programs and the name of the database, which say nothing of the schema, and with the
    /// roles of a policy by name: pg_dump lists them as they lie in pg_authid, where every `ALTER ROLE` moves one.
    private func normalised(_ dump: String) -> String {
        var lines: [Substring] = []
        for line in dump.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("-- Dumped ") || line.hasPrefix("\\restrict ") || line.hasPrefix("\\unrestrict ") {
                continue
            }
            if line.isEmpty || line == "--", lines.last == line { continue }
            lines.append(Substring(withRolesByName(line)))
        }
        return lines.joined(separator: "\n")
    }

    private func withRolesByName(_ line: Substring) -> String {
        let policy = #/^(?<head>CREATE POLICY .*? TO )(?<roles>\w+(?:, \w+)+)(?<rest> .*)$/#
        guard let match = line.wholeMatch(of: policy) else { return String(line) }
        let roles = match.roles.split(separator: ", ").sorted().joined(separator: ", ")
        return match.head + roles + match.rest
    }

    private func firstDifference(_ committed: String, _ dump: String) -> String? {
        guard committed != dump else { return nil }
        let old = committed.split(separator: "\n", omittingEmptySubsequences: false)
        let new = dump.split(separator: "\n", omittingEmptySubsequences: false)
        let line =
            zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(old.count, new.count)
        return "line \(line + 1): \(line < new.count ? new[line] : "")"
    }

    private func dump() throws -> String {
        let program = try #require(
            Self.dumpPrograms.first(where: FileManager.default.isExecutableFile(atPath:)),
            "pg_dump of PostgreSQL 15 is missing; run scripts/install-packages"
        )
        var url = try #require(URLComponents(string: TestCluster.url ?? ""))
        url.path = "/" + (try TestDatabase.shared().name)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["--schema-only", "--restrict-key=\(Self.fence)", "--dbname=\(url.string ?? "")"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: data, as: UTF8.self)
    }
}
