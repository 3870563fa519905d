import Foundation
import Postgres

extension HistoryImport {
    /// What a client that nobody set up is measured by: a first reply within a day, a resolution within a week.
    package static let policyDefault: JSON = ["targets": ["first_reply": 86_400, "resolution": 604_800]]

    mutating func introduce(_ tenant: HistoryTenant, line: Int64, file: HistoryFile) throws {
        counts.tenants += 1
        guard try find(tenant.slug) == nil else { return }
        guard options.createsTenants else { return reject(line, "there is no tenant \(tenant.slug)") }
        _ = try DirectoryTransaction.run(request: request, deployment: deployment, on: connection) { tx in
            try Tenant.create(
                slug: tenant.slug,
                name: tenant.name,
                zone: tenant.zone,
                language: tenant.language,
                in: tx
            )
        }
    }

    /// Nil: nobody knows it. The first line of a tenant sets it up where that is still to do, and opens its batch.
    mutating func tenantLines(_ slug: String, file: HistoryFile) throws -> TenantLines? {
        if let known = tenants[slug] { return known }
        guard let id = try find(slug) else { return nil }
        try furnish(id, slug: slug)
        let batch = try openBatch(id, file: file)
        let lines = TenantLines(id: id, batch: batch.id, linesDone: batch.linesDone)
        tenants[slug] = lines
        return lines
    }

    private func find(_ slug: String) throws -> UUID? {
        try DirectoryTransaction.run(request: request, deployment: deployment, on: connection) { tx in
            try Tenant.find(slug, in: tx)
        }
    }

    /// Each step looks whether it is needed, so an import that died between two goes on.
    private func furnish(_ id: UUID, slug: String) throws {
        if options.createsTenants {
            try inTenant(id) { tx in try Tenant.furnish(in: tx) }
        }
        if let calendar = options.calendar { try publish(.calendar, calendar, tenant: id, slug: slug) }
        if let policy = options.policy {
            try publish(.policy, policy, tenant: id, slug: slug)
        } else if options.createsTenants {
            try inTenant(id) { tx in
                guard try SettingVersion.latest(.policy, in: tx) == nil else { return }
                _ = try PublishSetting.publish(.policy, HistoryImport.policyDefault, in: tx)
            }
        }
    }

    private func publish(_ kind: SettingKind, _ document: JSON, tenant: UUID, slug: String) throws {
        try inTenant(tenant) { tx in
            guard let present = try SettingVersion.latest(kind, in: tx) else {
                _ = try PublishSetting.publish(kind, document, in: tx)
                return
            }
            guard present.document == document else {
                throw ImportRefusal(
                    "the tenant \(slug) has another \(kind.rawValue) already; history is measured by that one"
                )
            }
        }
    }

    private func openBatch(_ tenant: UUID, file: HistoryFile) throws -> (id: UUID, linesDone: Int64) {
        let hash = Bytea(file.sha256)
        return try inTenant(tenant) { tx in
            let fresh = try tx.newID()
            tx.write(
                "open import batch",
                """
                INSERT INTO switchyard.import_batch (tenant_id, id, file_sha256, lines_done, cases, messages, known, created_at)
                VALUES (\(tx.tenantID), \(fresh), \(hash), 0, 0, 0, 0, \(try tx.now))
                ON CONFLICT (tenant_id, file_sha256) WHERE undone_at IS NULL DO NOTHING
                """
            )
            let rows = try tx.query(
                """
                SELECT id, lines_done FROM switchyard.import_batch
                WHERE tenant_id = \(tx.tenantID) AND file_sha256 = \(hash) AND undone_at IS NULL
                """,
                "import batch"
            )
            guard let row = rows.first else { throw RaceLost() }
            var cursor = row.cursor()
            return (try cursor.next(), try cursor.next())
        }
    }

    /// The tenant's last line is in: its facts are made at once, so that a report right after the import is complete.
    func finish(_ tenant: TenantLines) throws {
        try inTenant(tenant.id) { tx in
            tx.write(
                "import finished",
                """
                UPDATE switchyard.import_batch SET finished_at = \(try tx.now)
                WHERE tenant_id = \(tx.tenantID) AND id = \(tenant.batch) AND finished_at IS NULL
                """
            )
        }
        for _ in 0..<HistoryImport.rollUpsMax {
            if try inTenant(tenant.id, { tx in try RollUp.runOnce(in: tx) }).isDone { return }
        }
    }
}

/// Why an import cannot go on, in one sentence for the person who runs it.
package struct ImportRefusal: Error, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
