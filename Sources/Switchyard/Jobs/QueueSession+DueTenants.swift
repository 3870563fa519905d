import BusinessTime
package import Foundation
import Postgres

extension QueueSession {
    /// Tenants served in one turn of the ring.
    package static let ringTenantsMax = 40

    /// One turn of the timers' ring: the tenants with due work, beginning after the one looked at last.
    package struct Turn: Sendable, Hashable {
        package let tenants: [UUID]
        /// Where the next turn begins.
        package let cursor: UUID?
    }

    /// Due timers that are looked at together. Fewer than that are all there are, and nobody has to be asked one by one.
    static let dueTimersMax = 200

    /// Tenants whose earliest timer is due.
    package func dueTenants(after cursor: UUID?, limit: Int = ringTenantsMax) throws -> Turn {
        if let tenants = try tenantsOfFewTimers() {
            let later = tenants.filter { cursor?.precedes($0) ?? true }
            let turn = (later + tenants.filter { !later.contains($0) }).prefix(limit)
            return Turn(tenants: Array(turn), cursor: turn.last ?? cursor)
        }
        return try turn(after: cursor, limit: limit)
    }

    /// Everybody with a due timer, in ring order; nil when there are too many timers to tell.
    private func tenantsOfFewTimers() throws -> [UUID]? {
        let rows = try query(
            """
            SELECT d.tenant_id, count(*) FROM (SELECT t.tenant_id FROM switchyard.sla_timer t WHERE t.wake_at <= \(now)
                ORDER BY t.wake_at LIMIT \(QueueSession.dueTimersMax)) d GROUP BY d.tenant_id ORDER BY d.tenant_id
            """
        )
        let found = try rows.map { (tenant: try $0.column(0, as: UUID.self), timers: try $0.column(1, as: Int.self)) }
        guard found.reduce(0, { $0 + $1.timers }) < QueueSession.dueTimersMax else { return nil }
        return found.map(\.tenant)
    }

    /// From the cursor to the end, then from the beginning to the cursor.
    private func turn(after cursor: UUID?, limit: Int) throws -> Turn {
        let limit = min(max(limit, 1), QueueSession.ringTenantsMax)
        var found = try arc(from: cursor ?? UUID.lowest, limit: limit)
        if let cursor, found.isEndReached, found.due.count < limit {
            let again = try arc(from: .lowest, limit: limit - found.due.count)
            let wrapped = again.seen.prefix { $0.precedes(cursor) || $0 == cursor }
            found.due += again.due.filter { wrapped.contains($0) }
            found.seen += wrapped
        }
        return Turn(tenants: found.due, cursor: found.seen.last ?? cursor)
    }

    private struct Arc {
        var due: [UUID] = []
        var seen: [UUID] = []
        var isEndReached = false
    }

    /// A loose index scan: each hop reads one entry, the earliest of the next tenant, however many it has.
    private func arc(from after: UUID, limit: Int) throws -> Arc {
        func first(_ after: SQL) -> SQL {
            """
            SELECT t.tenant_id, t.wake_at AS at FROM switchyard.sla_timer t WHERE t.tenant_id > \(after)
            ORDER BY t.tenant_id, t.wake_at LIMIT 1
            """
        }
        let rows = try query(
            """
            WITH RECURSIVE hop AS (
                SELECT f.tenant_id, f.at, 1 AS hops, (f.at <= \(now))::int AS due FROM (\(first("\(after)"))) f
                UNION ALL
                SELECT n.tenant_id, n.at, h.hops + 1, h.due + (n.at <= \(now))::int
                FROM hop h CROSS JOIN LATERAL (\(first("h.tenant_id"))) n
                WHERE h.hops < \(Ring.hopsMax) AND h.due < \(limit)
            )
            SELECT tenant_id, at <= \(now), hops, due FROM hop ORDER BY hops
            """
        )
        var arc = Arc()
        for row in rows {
            var cursor = row.cursor()
            let tenant: UUID = try cursor.next()
            arc.seen.append(tenant)
            if try cursor.next(Bool.self) { arc.due.append(tenant) }
        }
        arc.isEndReached = arc.seen.count < Ring.hopsMax && arc.due.count < limit
        return arc
    }
}

extension UUID {
    fileprivate func precedes(_ other: UUID) -> Bool { bytes.lexicographicallyPrecedes(other.bytes) }
}
