package import BusinessTime
package import Foundation
import Postgres

/// A kind of work that is held back: its jobs stay in the queue, and nobody claims them until it is released.
package struct JobHold: Sendable, Hashable {
    package let kind: JobKind
    package let since: Instant

    /// Holding what is held already changes nothing.
    package static func set(_ kind: JobKind, in tx: TenantTransaction) throws -> JobHold {
        let added = try tx.execute(
            """
            INSERT INTO switchyard.job_hold (tenant_id, kind, held_at) VALUES (\(tx.tenantID), \(kind.rawValue), \(try tx.now))
            ON CONFLICT (tenant_id, kind) DO NOTHING
            """,
            "hold jobs"
        )
        if added == 1 { try tx.recordAct(.jobsHeld, subject: tx.tenantID) }
        guard let hold = try all(in: tx).first(where: { $0.kind == kind }) else { throw DomainError.notFound }
        return hold
    }

    package static func end(_ kind: JobKind, in tx: TenantTransaction) throws {
        let removed = try tx.execute(
            "DELETE FROM switchyard.job_hold WHERE tenant_id = \(tx.tenantID) AND kind = \(kind.rawValue)",
            "release jobs"
        )
        guard removed == 1 else { throw DomainError.notFound }
        try tx.recordAct(.jobsReleased, subject: tx.tenantID)
        tx.madeWork = true
    }

    /// At most one a kind.
    package static func all(in tx: TenantTransaction) throws -> [JobHold] {
        let rows = try tx.query(
            "SELECT kind, held_at FROM switchyard.job_hold WHERE tenant_id = \(tx.tenantID) ORDER BY kind",
            "job holds"
        )
        return try rows.compactMap { row in
            var cursor = row.cursor()
            let kind = JobKind(rawValue: try cursor.next())
            let since: Instant = try cursor.next()
            return kind.map { JobHold(kind: $0, since: since) }
        }
    }
}

/// Everything that is held back, as the claim asks for it.
package struct JobHolds: Sendable, Hashable {
    /// For all tenants.
    private var everywhere: Set<String> = []
    private var tenants: [UUID: Set<String>] = [:]

    package init() {}

    mutating func add(_ kind: String, of tenant: UUID?) {
        guard let tenant else {
            everywhere.insert(kind)
            return
        }
        tenants[tenant, default: []].insert(kind)
    }

    /// Those of all tenants first.
    package var list: [(tenant: UUID?, kind: String)] {
        everywhere.sorted().map { (nil, $0) }
            + tenants.sorted { $0.key.text < $1.key.text }.flatMap { tenant, kinds in
                kinds.sorted().map { (tenant, $0) }
            }
    }

    func isHeld(_ kind: JobKind) -> Bool { everywhere.contains(kind.rawValue) }

    /// What is held of single tenants, of the kinds that this binary knows.
    var streams: [JobStream] {
        tenants.flatMap { tenant, kinds in
            kinds.compactMap { JobKind(rawValue: $0) }.map { JobStream(tenant, $0) }
        }
    }
}
