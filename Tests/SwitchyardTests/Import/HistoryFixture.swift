import BusinessTime
import Foundation
import Postgres
import TestSupport
import TestTools

@testable import Switchyard

/// A history file of a test, and a database to bring it into.
struct HistoryFixture {
    let deployment: Deployment
    let database: TestDatabase
    let slug = "h-" + UUID().uuidString.lowercased().prefix(13)
    private let folder: TemporaryFolder
    var path: String { folder.url.appending(path: "history.ndjson").path }
    var options = HistoryImport.Options(
        policy: ["targets": ["first_reply": 3600, "resolution": 86_400]],
        createsTenants: true
    )

    init() throws {
        folder = try TemporaryFolder()
        database = try TestDatabase.shared()
        deployment = database.deployment()
    }

    var tenantLine: JSON { ["kind": "tenant", "tenant": slug.json, "name": "History"] }

    func caseLine(_ id: String, _ changes: [String: JSON] = [:]) -> JSON {
        var members: JSONObject = [
            "kind": "case", "tenant": slug.json, "id": id.json, "customer": ["id": .string("customer-\(id)")],
            "text": "Where is my deposit?", "occurred_at": "2024-05-06T10:00:00Z",
        ]
        for (name, value) in changes { members[name] = value }
        return .object(members)
    }

    func write(_ lines: [JSON]) throws -> HistoryFile {
        try write(text: lines.map { $0.serialized() }.joined(separator: "\n"))
    }

    func write(text: String) throws -> HistoryFile {
        try Data(text.utf8).write(to: URL(filePath: path))
        return try HistoryFile(path: path)
    }

    struct Outcome {
        var counts = HistoryImport.Counts()
        var badLines: [Int64] = []
        var reasons: [String] = []
    }

    /// `closingAfter`: the connection goes away when that many lines have been read, as if the process had been killed.
    func run(_ file: HistoryFile, closingAfter: Int64? = nil) throws -> Outcome {
        try database.withConnection(.api) { connection in
            let notes = Notes()
            let counts = try HistoryImport.run(file, options: options, deployment: deployment, on: connection) { note in
                switch note {
                case .badLine(let number, let why):
                    notes.badLines.append(number)
                    notes.reasons.append(why)
                case .progress(let counts, _): if counts.lines == closingAfter { connection.close() }
                }
            }
            return Outcome(counts: counts, badLines: notes.badLines, reasons: notes.reasons)
        }
    }

    private final class Notes {
        var badLines: [Int64] = []
        var reasons: [String] = []
    }

    func tenantID() throws -> UUID? {
        try database.withConnection(.admin) { connection in
            try connection.query("SELECT id FROM directory.tenant WHERE slug = \(String(slug))").first?.column(0)
        }
    }

    /// Rows of the tenant's own tables that an import may touch.
    func count(_ table: Table) throws -> Int {
        let tenant = try tenantID()
        return try database.withConnection(.admin) { connection in
            try connection.query("\(table.select) WHERE tenant_id = \(tenant)").first?.column(0) ?? 0
        }
    }

    /// An alarm for each case, as a sweep sets them.
    func setAlarms(_ tenant: UUID) throws {
        try database.withConnection(.admin) { connection in
            _ = try connection.query(
                """
                INSERT INTO switchyard.sla_timer (tenant_id, ticket_id, wake_at)
                SELECT tenant_id, id, now() FROM switchyard.ticket WHERE tenant_id = \(tenant)
                ON CONFLICT DO NOTHING
                """
            )
        }
    }

    enum Table: String, CaseIterable {
        case ticket, message, event, slaCycle, customer, thread, factCase, job, delivery, slaTimer, slaStep, invitation

        var select: SQL {
            switch self {
            case .ticket: "SELECT count(*) FROM switchyard.ticket"
            case .message: "SELECT count(*) FROM switchyard.message"
            case .event: "SELECT count(*) FROM switchyard.event"
            case .slaCycle: "SELECT count(*) FROM switchyard.sla_cycle"
            case .customer: "SELECT count(*) FROM switchyard.customer"
            case .thread: "SELECT count(thread) FROM switchyard.ticket"
            case .factCase: "SELECT count(*) FROM switchyard.fact_case"
            case .job: "SELECT count(*) FROM switchyard.job"
            case .delivery: "SELECT count(*) FROM switchyard.delivery"
            case .slaTimer: "SELECT count(*) FROM switchyard.sla_timer"
            case .slaStep: "SELECT count(*) FROM switchyard.sla_step"
            case .invitation: "SELECT count(*) FROM switchyard.survey_invitation"
            }
        }

        /// What would tell somebody something.
        static let telling: [Table] = [.job, .delivery, .slaTimer, .slaStep, .invitation]
    }

    func inTenant<Value>(
        _ actor: Actor.Kind = .tenantAdmin,
        _ body: (TenantTransaction) throws -> Value
    ) throws -> Value {
        guard let tenant = try tenantID() else { throw DomainError.notFound }
        return try database.withConnection(.api) { connection in
            try TenantTransaction.run(
                tenant: tenant,
                request: RequestContext(actor: Actor(kind: actor), requestID: UUID()),
                deployment: deployment,
                on: connection,
                body
            )
        }
    }

    func report() throws -> ServiceLevelReport {
        guard let from = CivilDate(iso8601: "2020-01-01"), let to = CivilDate(iso8601: "2026-01-01") else {
            throw DomainError.notFound
        }
        return try inTenant { try ServiceLevelReport.make(from: from, to: to, in: $0) }
    }
}
