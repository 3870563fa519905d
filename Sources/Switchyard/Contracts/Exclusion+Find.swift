package import BusinessTime
package import Foundation
import Postgres

extension Exclusion {
    package static let pageMax = 200

    package static func find(_ id: UUID, in tx: TenantTransaction) throws -> Exclusion {
        try find(id, locked: false, in: tx)
    }

    static func find(_ id: UUID, locked: Bool, in tx: TenantTransaction) throws -> Exclusion {
        let lock: SQL = locked ? "FOR UPDATE" : ""
        let found = try read("e.id = \(id) \(lock)", in: tx)
        guard let exclusion = found.first else { throw DomainError.notFound }
        return exclusion
    }

    /// Newest first, after the one given; one more than `limit` where there are more.
    package static func page(
        _ states: [ApprovalState],
        before cursor: (at: Instant, id: UUID)?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [Exclusion] {
        let wanted = states.isEmpty ? ApprovalState.allCases : states
        var condition: SQL = "e.state = ANY (\(wanted.map(\.rawValue)))"
        if let cursor { condition = "\(condition) AND (e.proposed_at, e.id) < (\(cursor.at), \(cursor.id))" }
        return try read(
            "\(condition) ORDER BY e.proposed_at DESC, e.id DESC LIMIT \(min(limit, pageMax) + 1)",
            in: tx
        )
    }

    /// Those named, and every window that has a part in the period.
    static func touching(
        _ ids: Set<UUID>,
        or period: Range<Instant>,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [Exclusion] {
        try read(
            """
            (e.id = ANY (\(Array(ids))) OR e.ticket_id IS NULL AND e.from_at < \(period.upperBound)
              AND e.until_at > \(period.lowerBound))
            ORDER BY e.from_at NULLS LAST, e.proposed_at, e.id LIMIT \(limit)
            """,
            in: tx
        )
    }

    /// - Parameter rest: what follows `WHERE e.tenant_id = … AND`.
    static func read(_ rest: SQL, in tx: TenantTransaction) throws -> [Exclusion] {
        let vault = try tx.vault()
        let rows = try tx.query(
            """
            SELECT e.id, e.kind, e.state, e.ticket_id, e.from_at, e.until_at, e.metrics, e.channels, e.languages, e.tiers,
                e.priorities, e.categories, e.forecast, e.tolerance_bp, e.volume, e.reason, e.proposed_at
            FROM switchyard.exclusion e WHERE e.tenant_id = \(tx.tenantID) AND \(rest)
            """,
            "exclusions"
        )
        var found = try rows.map { try Exclusion(from: $0, vault: vault) }
        let acts = try ApprovalLog.exclusions.acts(of: found.map(\.id), in: tx)
        for index in found.indices { found[index].acts = acts[found[index].id] ?? [] }
        return found
    }
}

extension Exclusion {
    fileprivate init(from row: Row, vault: Vault) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        guard let kind = Kind(rawValue: try cursor.next()), let state = ApprovalState(rawValue: try cursor.next())
        else {
            throw StoredValueUnknown()
        }
        self.kind = kind
        self.state = state
        ticketID = try cursor.next()
        let from: Instant? = try cursor.next()
        let until: Instant? = try cursor.next()
        window = from.flatMap { from in until.map { from..<$0 } }
        metrics = try cursor.next([String].self).compactMap(SLAMetric.init(rawValue:))
        var population = Population()
        population.channels = try cursor.next()
        population.languages = try cursor.next()
        population.tiers = try cursor.next()
        population.priorities = try cursor.next([Int16].self).compactMap { TicketPriority(rawValue: Int($0)) }
        population.categories = try cursor.next()
        self.population = population
        let forecast: Int64? = try cursor.next()
        let tolerance: Int? = try cursor.next()
        let actual: Int64? = try cursor.next()
        volume = forecast.flatMap { forecast in
            actual.map { Volume(forecast: forecast, toleranceBasisPoints: Int64(tolerance ?? 0), actual: $0) }
        }
        reason = try vault.openText(cursor.next(), as: .exclusionReason, row: id)
        proposedAt = try cursor.next()
    }
}

extension Exclusion: ClientApproved {
    package static let pathName = "exclusion"

    package var json: JSON {
        [
            "id": id.json, "kind": .string(kind.rawValue), "state": .string(state.rawValue), "ticket_id": ticketID.json,
            "from": (window?.lowerBound.iso8601).json, "until": (window?.upperBound.iso8601).json,
            "metrics": .array(metrics.map { .string($0.rawValue) }), "population": population.json,
            "forecast": (volume?.forecast).json, "tolerance_bp": (volume?.toleranceBasisPoints).json,
            "volume": (volume?.actual).json, "reason": .string(reason), "proposed_at": .string(proposedAt.iso8601),
            "acts": acts.json,
        ]
    }
}
