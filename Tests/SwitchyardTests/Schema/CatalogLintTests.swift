import Foundation
import Postgres
import TestSupport
import Testing

@Suite(.needsDatabase) struct CatalogLintTests {
    /// Every table of the product. A new one belongs here and in `migration.table_family`, or the test says so.
    static let families: [String: [String]] = [
        "tenant": [
            "alarm",
            "bulk_act", "bulk_act_case", "client_contact", "clock_sweep", "correction", "correction_act", "customer",
            "data_key", "delivery",
            "delivery_attempt",
            "digest", "endpoint",
            "event",
            "exclusion",
            "exclusion_act",
            "fact_case", "fact_cycle", "fact_cycle_sweep", "fact_stale", "handover_offer", "import_batch", "message",
            "notice",
            "quota", "receipt", "restatement", "restatement_act",
            "roll_up_mark", "rota_override", "rota_version",
            "service_level_version", "serving_team",
            "setting_version", "sla_cycle", "sla_span",
            "sla_step", "solution", "solution_search",
            "source_heard", "source_rejection", "source_watch",
            "subscription", "survey_answer",
            "survey_follow_up",
            "survey_invitation", "survey_turn",
            "ticket", "ticket_ref",
            "usage_day", "usage_mark",
        ].map { "switchyard." + $0 },
        "queue": [
            "job", "job_dead", "job_done", "job_hold", "job_kind_hold", "job_slot", "schedule", "schedule_fire",
            "sla_timer",
            "worker_lease",
        ].map {
            "switchyard." + $0
        },
        "directory": [
            "access_grant", "act", "answer", "api_key", "desk", "factor_demand", "operator_key", "password", "person",
            "presence", "recovery_code", "second_factor", "session", "sign_in_link", "sign_in_throttle",
            "source", "source_secret", "team", "team_member", "tenant",
        ].map { "directory." + $0 },
    ]

    @Test func theSchemaKeepsEveryRule() throws {
        let findings = try TestDatabase.shared().withConnection(.admin) { try CatalogLint.findings($0) }
        #expect(findings == [], "\(findings.map(\.description).joined(separator: "\n"))")
    }

    @Test func everyTableIsInTheFamilyThisListSays() throws {
        let rows = try TestDatabase.shared().withConnection(.admin) { connection in
            try connection.query("SELECT family, table_name FROM migration.table_family ORDER BY table_name")
                .map { row in (try row.column(0, as: String.self), try row.column(1, as: String.self)) }
        }
        let found = Dictionary(grouping: rows, by: \.0).mapValues { $0.map(\.1) }
        #expect(found == Self.families)
    }

    @Test func everyKindOfDefectIsFoundByItsName() throws {
        let text = try String(
            contentsOf: SchemaDatabase.folder.appendingPathComponent("bad-schema.sql"),
            encoding: .utf8
        )
        let expected = Set(text.split(separator: "\n").compactMap(finding(in:)))
        #expect(Set(expected.map(\.rule)) == Set(LintRule.allCases), "a rule without a defect that proves it")

        let found = try SchemaDatabase.alone { connection in
            try TestCluster.withRolesLocked {
                defer { connection.rollback() }
                try connection.script(text)
                return Set(try CatalogLint.findings(connection))
            }
        }
        #expect(found == expected, "missed \(expected.subtracting(found)), not expected \(found.subtracting(expected))")
    }

    private func finding(in line: Substring) -> LintFinding? {
        guard let match = line.wholeMatch(of: #/-- finds: (?<rule>\w+) (?<object>.+)/#) else { return nil }
        return LintRule(rawValue: String(match.output.rule)).map {
            LintFinding(rule: $0, object: String(match.output.object))
        }
    }

    /// The control of the control: each policy dropped, FORCE unset and row security disabled, one at a time.
    @Test func aWallThatIsTakenDownIsFound() throws {
        try SchemaDatabase.alone { connection in
            let tables = Self.families.filter { $0.key != "directory" }.flatMap(\.value)
                .filter { !CatalogLint.tenantless.contains($0) }
            var removed = 0
            for table in tables {
                let mutations: [(LintRule, String)] = [
                    (.wallMissing, "DROP POLICY wall ON \(table)"),
                    (.rowSecurityNotForced, "ALTER TABLE \(table) NO FORCE ROW LEVEL SECURITY"),
                    (.rowSecurityOff, "ALTER TABLE \(table) DISABLE ROW LEVEL SECURITY"),
                    (.wallForm, "ALTER POLICY wall ON \(table) WITH CHECK (true)"),
                    (.wallForm, "ALTER POLICY wall ON \(table) TO switchyard_api"),
                    (.updateOfTenant, "GRANT UPDATE ON \(table) TO switchyard_api"),
                ]
                removed += mutations.count
                for (rule, statement) in mutations {
                    try connection.script("SAVEPOINT before; \(statement)")
                    let found = try CatalogLint.findings(connection, rules: [rule])
                    #expect(found == [LintFinding(rule: rule, object: table)], "\(statement)")
                    try connection.script("ROLLBACK TO before")
                }
            }
            print("catalog lint: \(removed) controls of \(tables.count) tables taken away, each found by its rule")
        }
    }
}
