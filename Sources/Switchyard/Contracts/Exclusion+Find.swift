import BusinessTime
import Foundation
package import Postgres

extension Exclusion {
    package static var log: ApprovalLog { .exclusions }

    /// Those named, and every window that has a part in the period.
    static func touching(
        _ ids: Set<UUID>,
        or period: Range<Instant>,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [Exclusion] {
        try read(
            """
            (p.id = ANY (\(Array(ids))) OR p.ticket_id IS NULL AND p.from_at < \(period.upperBound)
              AND p.until_at > \(period.lowerBound))
            ORDER BY p.from_at NULLS LAST, p.proposed_at, p.id LIMIT \(limit)
            """,
            in: tx
        )
    }

    package static func stored(_ rest: SQL, in tx: TenantTransaction) throws -> [Exclusion] {
        let vault = try tx.vault()
        let rows = try tx.query(
            """
            SELECT p.id, p.kind, p.state, p.ticket_id, p.from_at, p.until_at, p.metrics, p.channels, p.languages, p.tiers,
                p.priorities, p.categories, p.forecast, p.tolerance_bp, p.volume, p.reason, p.proposed_at
            FROM switchyard.exclusion p WHERE p.tenant_id = \(tx.tenantID) AND \(rest)
            """,
            "exclusions"
        )
        return try rows.map { try Exclusion(from: $0, vault: vault) }
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
