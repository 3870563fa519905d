import BusinessTime
import Foundation
import Postgres
import TestSupport
import TestTools
import Testing

@testable import Switchyard

/// An installation of a test's own that is well as far as a test's server can be, and what the doctor is given of it. Tests
/// make it ill.
struct DoctorPatient {
    static let connectionsOfWorker = 27

    let database: TestDatabase
    let tenant: TenantFixture
    let folder: TemporaryFolder
    var environment: [String: String] = [:]
    var limits = DoctorLimits()
    var plan = DoctorPlan(
        connectionsOfAPI: 8,
        connectionsOfWorker: connectionsOfWorker,
        healthURLs: ["http://x/health"]
    )
    var outside: DoctorOutside

    init() throws {
        database = try TestDatabase.fresh()
        tenant = try TenantFixture.make(in: database) { options in
            options.calendar = ["always_open": true]
            options.survey = ["enabled": true]
        }
        folder = try TemporaryFolder()
        outside = DoctorOutside(
            machineTime: { Instant(date: Date()) },
            mail: { .relay(problem: nil) },
            egress: { [] },
            health: { _ in 200 },
            disk: { _ in DoctorOutside.Disk(totalBytes: 100, freeBytes: 50) }
        )
        environment = [
            "SWITCHYARD_SQL": TestCluster.sqlDirectory, "SWITCHYARD_PUBLIC_URL": "https://desk.example.com",
            "SWITCHYARD_MASTER_KEY_FILE": try key(Array(1...32), mode: 0o400),
        ]
        let passwords = try database.withConnection(.admin) {
            try TestCluster.passwords(SchemaSetup.loginRoles, on: $0)
        }
        for (role, of) in [(Config.Role.api, TestRole.api), (.worker, .worker), (.dispatcher, .dispatcher)] {
            environment[role.rawValue] = try url(of.databaseName, passwords[of.databaseName])
        }
        environment[Config.Role.administrator.rawValue] = try url(nil, nil)
        try makeWell()
    }

    /// What a worker does in its first hour.
    private func makeWell() throws {
        let queue = try QueueSession.open(database.settings(.dispatcher), deployment: database.deployment())
        try queue.heartbeat(UUID())
        _ = try queue.turnFinishedJobs(keptFrom: .distantPast)
        try asAdmin(
            """
            INSERT INTO switchyard.schedule (name, timing, decided_until, next_fire)
            VALUES ('purge', '10 3 * * * UTC', now(), now() + interval '1 hour')
            """
        )
    }

    /// A file with a master key.
    func key(_ bytes: [UInt8], mode: Int) throws -> String {
        let path = folder.url.appending(path: "\(UUID().uuidString).key").path
        try Data(Data(bytes).base64EncodedString().utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    /// The administrator's URL, or one of another role.
    private func url(_ user: String?, _ password: String?) throws -> String {
        var parts = try #require(URLComponents(string: TestCluster.url ?? ""))
        parts.path = "/" + database.name
        if let user { (parts.user, parts.password) = (user, password) }
        return try #require(parts.string)
    }

    func asAdmin(_ sql: SQL) throws { _ = try database.withConnection(.admin) { try $0.execute(sql) } }

    func visit<Value>(_ body: (DoctorVisit) throws -> Value) rethrows -> Value {
        let visit = DoctorVisit(
            config: Config(environment: environment),
            plan: plan,
            limits: limits,
            outside: outside
        )
        defer { visit.close() }
        return try body(visit)
    }

    func findings(_ check: DoctorCheck) -> [DoctorFinding] { visit { check.findings($0) } }

    /// The worst that a check says.
    func outcome(_ check: DoctorCheck) -> DoctorFinding.Outcome { DoctorPatient.worst(findings(check)) }

    func outcome(_ check: TenantDoctorCheck) -> DoctorFinding.Outcome {
        let all = visit { TenantDoctorCheck.findings(named: tenant.slug, $0) }
        return DoctorPatient.worst(all.filter { $0.check == check.rawValue })
    }

    static func worst(_ findings: [DoctorFinding]) -> DoctorFinding.Outcome {
        if findings.isEmpty || findings.contains(where: { $0.outcome == .fail }) { return .fail }
        return findings.contains { $0.outcome == .warn } ? .warn : .ok
    }
}
