import BusinessTime
import Foundation
import Postgres
import TestSupport
import TestTools
import Testing

@testable import Switchyard

/// Each check is right twice: silent where all is well, and loud where just its thing is broken.
@Suite(.needsDatabase) struct DoctorTests {
    /// Tests' servers do without what makes a commit last, and keep their data where nobody may look.
    private func isWellHere(_ check: DoctorCheck) -> Bool { check != .durability }

    @Test func aHealthyInstallationIsFoundHealthy() throws {
        let patient = try DoctorPatient()
        for check in DoctorCheck.allCases where isWellHere(check) {
            let found = patient.findings(check)
            #expect(DoctorPatient.worst(found) == .ok, "\(check): \(found.map(\.line))")
            #expect(found.allSatisfy { $0.advice.isEmpty && !$0.limit.isEmpty })
        }
    }

    @Test(arguments: DoctorCheck.allCases) func whatIsBrokenIsFound(check: DoctorCheck) throws {
        var patient = try DoctorPatient()
        guard let expected = try DoctorTests.harm(check, &patient) else { return }
        let found = patient.findings(check)
        #expect(DoctorPatient.worst(found) == expected, "\(found.map(\.line))")
        #expect(found.contains { $0.outcome == expected && $0.advice.hasSuffix(".") })
        #expect(found.allSatisfy { !$0.line.contains("\n") })
    }

    /// - Returns: how it is to be called; nil where the cluster would be harmed with it, and the check is tried below on its own.
    private static func harm(_ check: DoctorCheck, _ patient: inout DoctorPatient) throws -> DoctorFinding.Outcome? {
        switch check {
        case .server, .characterType, .durability, .schema, .roles, .replication, .transactions: return nil
        case .database: patient.environment[Config.Role.worker.rawValue] = "postgresql://nobody:x@127.0.0.1:1/none"
        case .rights: try patient.asAdmin("GRANT SELECT ON switchyard.ticket TO PUBLIC")
        case .masterKeyFile:
            patient.environment["SWITCHYARD_MASTER_KEY_FILE"] = try patient.key(Array(1...32), mode: 0o644)
        case .masterKey:
            patient.environment["SWITCHYARD_MASTER_KEY_FILE"] = try patient.key(Array(101...132), mode: 0o400)
        case .clock: patient.outside.machineTime = { Instant(date: Date()).adding(seconds: 60) }
        case .connections: patient.plan.workers = 100
        case .disk: patient.outside.disk = { _ in DoctorOutside.Disk(totalBytes: 100, freeBytes: 1) }
        case .workers: try patient.asAdmin("DELETE FROM switchyard.worker_lease")
        case .schedules:
            try patient.asAdmin(
                """
                UPDATE switchyard.schedule SET decided_until = now() - interval '3 hours', next_fire = now() - interval '2 hours'
                """
            )
        case .timers:
            _ = try patient.tenant.openTicket()
            try patient.asAdmin("UPDATE switchyard.sla_timer SET wake_at = now() - interval '1 hour'")
        case .jobs: try insertJob(JobKind.deliver.rawValue, patient)
        case .unknownJobs:
            try insertJob("of_the_future", patient)
            return .warn
        case .deadJobs:
            try patient.asAdmin(
                """
                INSERT INTO switchyard.job_dead (tenant_id, id, kind, subject_id, reason, attempts, created_at, finished_at)
                SELECT \(patient.tenant.tenantID), gen_random_uuid(), 'deliver', gen_random_uuid(), 'attempts', 1, now(), now()
                FROM generate_series(1, 101)
                """
            )
        case .holds:
            try patient.asAdmin("INSERT INTO switchyard.job_kind_hold (kind, held_at) VALUES ('deliver', now())")
            return .warn
        case .days:
            patient.limits.daysAhead = 30
            return .warn
        case .publicURL:
            patient.environment["SWITCHYARD_PUBLIC_URL"] = "http://desk.example.com"
            return .warn
        case .mail: patient.outside.mail = { .relay(problem: "connect_failed") }
        case .egress:
            patient.outside.egress = {
                [DoctorOutside.EgressBlock(text: "0.0.0.0/0:443", prefixLength: 0, isIPv4: true)]
            }
        case .health: patient.outside.health = { _ in 503 }
        }
        return .fail
    }

    private static func insertJob(_ kind: String, _ patient: DoctorPatient) throws {
        try patient.asAdmin(
            """
            INSERT INTO switchyard.job (tenant_id, id, kind, payload_version, subject_id, priority, run_at, dedup_key, created_at)
            VALUES (\(patient.tenant.tenantID), gen_random_uuid(), \(kind), 1, gen_random_uuid(), 5,
                now() - interval '1 hour', gen_random_uuid()::text, now())
            """
        )
    }

    @Test(arguments: [(150_013, DoctorFinding.Outcome.fail), (150_014, .ok), (170_002, .ok)])
    func anOldServerIsTold(version: Int, outcome: DoctorFinding.Outcome) {
        #expect(DatabaseDoctor.server(version: version).outcome == outcome)
    }

    @Test func aServerThatDoesNotKeepWhatItCommittedIsTold() {
        let on = DatabaseDoctor.durable.map { (name: $0, setting: "on") }
        #expect(DatabaseDoctor.durability(on).outcome == .ok)
        for name in DatabaseDoctor.durable {
            let word = DatabaseDoctor.durability(on.map { ($0.name, $0.name == name ? "off" : "on") })
            #expect(word.outcome == .fail)
            #expect(word.found.contains(name))
        }
    }

    @Test func aDatabaseThatWasNeverSetUpIsTold() throws {
        var patient = try DoctorPatient()
        let name = try TestDatabase.createEmpty(options: "LC_CTYPE 'C'")
        var parts = try #require(URLComponents(string: TestCluster.url ?? ""))
        parts.path = "/" + name
        patient.environment = [Config.Role.administrator.rawValue: try #require(parts.string)]
        #expect(patient.outcome(.characterType) == .fail)
        #expect(patient.outcome(.schema) == .fail)
        #expect(patient.outcome(.rights) == .warn, "there is no folder sql where this runs, or another schema in it")
        #expect(patient.outcome(.jobs) == .warn, "not looked at without the dispatcher's URL")
    }

    @Test(arguments: [
        "BYPASSRLS", "SUPERUSER", "CREATEROLE", "CREATEDB", "REPLICATION", "NOLOGIN",
    ])
    func aRoleThatMayMoreOrLessIsTold(attribute: String) throws {
        try SchemaDatabase.alone { admin in
            try TestCluster.withRolesLocked {
                #expect(try RightsDoctor.roles(on: admin).outcome == .ok)
                try admin.script("ALTER ROLE switchyard_api \(attribute)")
                let word = try RightsDoctor.roles(on: admin)
                #expect(word.outcome == .fail)
                #expect(word.found.contains("switchyard_api"))
            }
        }
    }

    @Test func aRoleThatIsAMemberOfAnotherIsTold() throws {
        try SchemaDatabase.alone { admin in
            try TestCluster.withRolesLocked {
                try admin.script("GRANT switchyard_owner TO switchyard_worker")
                #expect(try RightsDoctor.roles(on: admin).found == "switchyard_worker member of switchyard_owner")
            }
        }
    }

    @Test(arguments: [
        "GRANT UPDATE ON switchyard.ticket TO switchyard_api",
        "GRANT SELECT (sealed) ON directory.second_factor TO switchyard_api",
        "ALTER TABLE switchyard.ticket DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE switchyard.ticket NO FORCE ROW LEVEL SECURITY",
        "REVOKE SELECT ON switchyard.ticket FROM switchyard_api", "ALTER TABLE switchyard.ticket OWNER TO postgres",
        "GRANT CREATE ON SCHEMA switchyard TO switchyard_api",
        "GRANT EXECUTE ON FUNCTION switchyard.this_tenant TO PUBLIC",
        "CREATE POLICY open ON switchyard.ticket USING (true)",
    ])
    func aRightThatNoMigrationMadeIsTold(change: String) throws {
        try SchemaDatabase.alone { admin in
            let wanted = try RightsList(of: admin)
            #expect(RightsDoctor.compare(wanted, with: try RightsList(of: admin)).outcome == .ok)
            try admin.script(change)
            #expect(RightsDoctor.compare(wanted, with: try RightsList(of: admin)).outcome == .fail)
        }
    }

    @Test func aListOfAnotherSchemaIsNotHeldAgainstADatabase() throws {
        let list = try TestDatabase.shared().withConnection(.api) { try RightsList(of: $0) }
        #expect(RightsList(text: list.text) == list)
        let other = try #require(RightsList(text: "# schema 1\ntable x\n"))
        #expect(RightsDoctor.compare(other, with: list).outcome == .warn)
        #expect(RightsList(text: "table x\n") == nil)
    }

    @Test func aTransactionThatStaysOpenIsTold() throws {
        var patient = try DoctorPatient()
        patient.limits.snapshotSeconds = DoctorLimits.Pair(warn: 0, fail: 0)
        #expect(patient.outcome(.transactions) == .ok)
        try patient.database.withConnection(.admin) { holder in
            try holder.script("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1")
            #expect(patient.outcome(.transactions) == .fail)
            holder.rollback()
        }
        #expect(patient.outcome(.transactions) == .ok)
    }

    @Test func copiesThatLagAreTold() {
        func word(lag: Int64?, idle: [String] = [], standby: Bool = false) -> DoctorWord {
            let copies = ServerLoadDoctor.Copies(
                isStandby: standby,
                replicas: [ServerLoadDoctor.Replica(name: "second", lagBytes: lag)],
                slots: [],
                idleSlots: idle
            )
            return ServerLoadDoctor.judge(copies, DoctorLimits())
        }
        #expect(word(lag: 0).outcome == .ok)
        #expect(word(lag: nil).outcome == .ok)
        #expect(word(lag: 100_000_000).outcome == .warn)
        #expect(word(lag: 2_000_000_000).outcome == .fail)
        #expect(word(lag: 0, idle: ["gone"]).outcome == .warn)
        #expect(word(lag: 0, standby: true).outcome == .fail)
    }

    @Test func theTightestOfTheServersLimitsCounts() throws {
        let patient = try DoctorPatient()
        #expect(patient.outcome(.connections) == .ok)
        try patient.asAdmin("ALTER DATABASE \(unsafeSQL: patient.database.name) CONNECTION LIMIT 30")
        let found = try #require(patient.findings(.connections).first)
        #expect(found.outcome == .fail)
        #expect(found.found.contains("of 30 slots"))
        #expect(found.found.hasPrefix("39 for 1 API × 8, 1 worker × 27 and 4 for care"))
    }

    @Test func nothingCanBeSeenWithoutSettings() throws {
        var patient = try DoctorPatient()
        patient.environment = [:]
        #expect(patient.outcome(.database) == .fail)
        for check in DoctorCheck.allCases where check != .database {
            #expect(patient.outcome(check) != .ok || [.egress, .health].contains(check), "\(check)")
        }
    }

    @Test(arguments: [
        ("10.0.0.0/8:443", 8, true, DoctorFinding.Outcome.warn), ("10.0.0.0/7:443", 7, true, .fail),
        ("10.1.2.0/24:443", 24, true, .ok), ("fd00::/8:443", 8, false, .fail), ("fd00:1::/64:443", 64, false, .ok),
    ])
    func aListOfReceiversIsNarrow(text: String, bits: Int, isIPv4: Bool, outcome: DoctorFinding.Outcome) throws {
        var patient = try DoctorPatient()
        patient.outside.egress = {
            [DoctorOutside.EgressBlock(text: text, prefixLength: bits, isIPv4: isIPv4)]
        }
        #expect(patient.outcome(.egress) == outcome)
    }

    @Test func aFindingIsTheSameForPeopleAndMachines() {
        let finding = DoctorWord.fail("3 of 2", limit: "2", "Take one away.").finding("count")
        #expect(finding.line == "fail\tcount\t3 of 2 (limit: 2): Take one away.")
        let json = #"{"check":"count","outcome":"fail","found":"3 of 2","limit":"2","advice":"Take one away."}"#
        #expect(finding.json.serialized() == json)
        #expect(DoctorFinding.listed((1...7).map(String.init)) == "1, 2, 3, 4, 5 and 2 more")
    }
}
