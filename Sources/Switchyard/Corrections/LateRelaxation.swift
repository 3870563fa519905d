package import BusinessTime
package import Foundation
import Postgres

/// A clock that was given more time after its breach, or with three quarters of its target used (`spec/sla.md P4`), as the
/// log of its case tells it.
package struct LateRelaxation: Sendable, Hashable {
    package static let pageMax = 200

    package let metric: String
    /// `ClockCycle.startedBy`.
    package let cycle: String
    package let ordinal: Int64
    package let at: Instant
    package let secondsBefore: Int64
    /// Nil where it lost its target altogether.
    package let seconds: Int64?
    /// Open un-paused time used by then, whole seconds rounded down.
    package let usedSeconds: Int64
    package let breachedAt: Instant?
    package let cause: Cause

    /// What gave the time.
    package struct Cause: Sendable, Hashable {
        /// `CaseFact.id`.
        let factID: String
        /// The kind of the entry, or `policy_published`.
        package let name: String
        /// Nil for a publication: its version is of the tenant, not of the case.
        package let actorKind: Actor.Kind?
        package let actorID: UUID?
        package let reason: String?
    }

    /// One line of the report.
    package struct Told: Sendable {
        package let relaxation: LateRelaxation
        package let id: UUID
        package let ticketID: UUID
        package let reference: String
        package let recordedAt: Instant
    }

    /// Those that became known in a stretch of time, oldest first, after the one given; one more than `limit` where there
    /// are more.
    package static func page(
        _ period: Range<Instant>,
        after cursor: (at: Instant, id: UUID)?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [Told] {
        let vault = try tx.vault()
        let after: SQL = cursor.map { "AND (e.recorded_at, e.id) > (\($0.at), \($0.id))" } ?? ""
        let rows = try tx.query(
            """
            SELECT \(CaseEvent.columns), e.ticket_id, k.reference
            FROM switchyard.event e
            JOIN switchyard.ticket k ON k.tenant_id = e.tenant_id AND k.id = e.ticket_id
            WHERE e.tenant_id = \(tx.tenantID) AND e.kind = 'clock_relaxed' AND e.recorded_at >= \(period.lowerBound)
              AND e.recorded_at < \(period.upperBound) \(after)
            ORDER BY e.recorded_at, e.id LIMIT \(min(limit, pageMax) + 1)
            """,
            "late relaxations"
        )
        return try rows.map { try Told(from: $0, vault: vault) }
    }
}

extension LateRelaxation.Told {
    fileprivate init(from row: Row, vault: Vault) throws {
        let event = try CaseEvent(from: row, vault: vault)
        relaxation = try LateRelaxation(event.body)
        id = try row.column(CaseEvent.idColumn)
        ticketID = try row.column(CaseEvent.columnCount)
        reference = try row.column(CaseEvent.columnCount + 1)
        recordedAt = event.recordedAt
    }

    package var json: JSON {
        var body = relaxation.body
        body["fact"] = nil
        body["ticket_id"] = ticketID.json
        body["reference"] = .string(reference)
        body["recorded_at"] = .string(recordedAt.iso8601)
        return .object(body)
    }
}

extension LateRelaxation {
    init(_ relaxation: ClockCycle.Relaxation, of cycle: ClockCycle, cause: Cause) {
        metric = cycle.metric.rawValue
        self.cycle = cycle.startedBy
        ordinal = Int64(cycle.ordinal)
        at = relaxation.at
        secondsBefore = relaxation.secondsBefore
        seconds = relaxation.seconds
        usedSeconds = relaxation.consumedMicroseconds / Instant.microsecondsPerSecond
        breachedAt = relaxation.breachedAt
        self.cause = cause
    }

    fileprivate init(_ json: JSON) throws {
        metric = try json.string("metric")
        cycle = try json.string("cycle")
        ordinal = try json.integer("ordinal")
        at = try json.instant("at")
        secondsBefore = try json.integer("target_seconds_before")
        seconds = try json.optionalInteger("target_seconds")
        usedSeconds = try json.integer("used_seconds")
        breachedAt = try json.optionalInstant("breached_at")
        let actorKind = try json.optionalString("actor_kind").map { name in
            guard let kind = Actor.Kind(rawValue: name) else { throw StoredValueUnknown() }
            return kind
        }
        cause = Cause(
            factID: try json.string("fact"),
            name: try json.string("cause"),
            actorKind: actorKind,
            actorID: try json.optionalUUID("actor_id"),
            reason: try json.optionalString("reason")
        )
    }

    /// As the log keeps it.
    var body: JSONObject {
        [
            "metric": .string(metric), "cycle": .string(cycle), "ordinal": .integer(ordinal), "at": .string(at.iso8601),
            "target_seconds_before": .integer(secondsBefore), "target_seconds": seconds.json,
            "used_seconds": .integer(usedSeconds), "breached_at": (breachedAt?.iso8601).json,
            "fact": .string(cause.factID), "cause": .string(cause.name),
            "actor_kind": (cause.actorKind?.rawValue).json, "actor_id": cause.actorID.json, "reason": cause.reason.json,
        ]
    }
}
