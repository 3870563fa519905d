import Foundation
import Postgres

/// The parts of a claim that keep caps; each is empty where nobody has one.
///
/// A claim sees which slots are free, leaves out the streams that have none, and takes one slot with each job of the others.
/// Another claim may take a slot in between: a slot is locked only as it was seen, so that one who comes late finds that it was
/// turned since. A slot that was free stays so until then, because no lease number comes again.
///
/// For each job that is under way beyond the cap the lowest slot that nobody has is kept empty. Claims that see this differently
/// still take too much in no order: a slot is only taken while so many lower ones are empty, and that is as true of those.
struct ClaimSlots {
    /// `slot`: all slots that matter. `bound`: the cap that counts for a tenant's kind, and what is free under it.
    let tables: SQL
    /// Streams of which nothing may be taken now.
    let full: SQL
    /// What a stream of the turn knows of its cap.
    let columns: SQL
    let join: SQL
    /// The most that is taken of a stream.
    let most: SQL
    /// `granted`: what was picked and, where it is capped, got a slot; has to follow `picked`.
    let granting: SQL
    /// Where the lease is taken from, and what it says of the slot.
    let source: SQL
    let taker: SQL
    /// Writes into the slots who has them; has to follow `leased`.
    let taking: SQL
    let isCapped: SQL

    static let none = ClaimSlots(
        tables: "",
        full: "",
        columns: "",
        join: "",
        most: "NULL::bigint",
        granting: "",
        source: "picked",
        taker: "",
        taking: "",
        isCapped: "false"
    )

    static let some = ClaimSlots(
        tables: """
            slot AS MATERIALIZED (
                SELECT h.tenant_id, h.kind, h.number, h.turns, NOT h.is_over AND NOT h.is_taken
                    AND row_number() OVER (PARTITION BY h.tenant_id, h.kind, h.is_over OR h.is_taken ORDER BY h.number)
                        > count(*) FILTER (WHERE h.is_over AND h.is_taken) OVER (PARTITION BY h.tenant_id, h.kind) AS is_free
                FROM (SELECT s.tenant_id, s.kind, s.number, s.turns, s.is_over, t.id IS NOT NULL AS is_taken
                    FROM switchyard.job_slot s LEFT JOIN LATERAL (\(JobCap.holder)) t ON true
                    WHERE s.kind = \(JobScope.allName) OR s.kind IN (SELECT k.kind FROM known k)) h
            ), cap AS MATERIALIZED (
                SELECT s.tenant_id, s.kind, count(*) FILTER (WHERE s.is_free) AS free FROM slot s
                GROUP BY s.tenant_id, s.kind
            ), bound AS MATERIALIZED (
                SELECT c.tenant_id, k.kind, c.kind AS cap, c.free FROM cap c JOIN known k ON k.kind = c.kind OR (
                    c.kind = \(JobScope.allName) AND NOT EXISTS (
                        SELECT FROM cap own WHERE own.tenant_id = c.tenant_id AND own.kind = k.kind))
            ),
            """,
        full: "UNION ALL SELECT b.tenant_id, b.kind FROM bound b WHERE b.free = 0",
        columns: ", b.cap, b.free",
        join: "LEFT JOIN bound b ON b.tenant_id = s.tenant_id AND b.kind = s.kind",
        most: "t.free",
        granting: """
            seat AS MATERIALIZED (
                SELECT f.tenant_id, f.cap, f.number, row_number() OVER (PARTITION BY f.tenant_id, f.cap) AS rank FROM (
                    SELECT s.tenant_id, s.kind AS cap, s.number FROM slot seen JOIN switchyard.job_slot s
                        ON s.tenant_id = seen.tenant_id AND s.kind = seen.kind AND s.number = seen.number
                            AND s.turns = seen.turns
                    WHERE seen.is_free AND (seen.tenant_id, seen.kind) IN (
                        SELECT t.tenant_id, t.cap FROM picked p JOIN turn t ON t.place = p.turn)
                    FOR NO KEY UPDATE OF s SKIP LOCKED) f
            ), granted AS MATERIALIZED (
                SELECT n.place, n.seconds, n.turn, n.cap, e.number FROM (
                    SELECT p.place, p.seconds, p.turn, t.tenant_id, t.cap,
                        row_number() OVER (PARTITION BY t.tenant_id, t.cap ORDER BY p.turn) AS rank
                    FROM picked p JOIN turn t ON t.place = p.turn) n
                LEFT JOIN seat e ON e.tenant_id = n.tenant_id AND e.cap = n.cap AND e.rank = n.rank
                WHERE n.cap IS NULL OR e.rank IS NOT NULL
            ),
            """,
        source: "granted",
        taker: ", p.cap, p.number",
        taking: """
            , taken AS (
                UPDATE switchyard.job_slot s SET job_id = l.id, lease = l.lease, turns = s.turns + 1 FROM leased l
                WHERE s.tenant_id = l.tenant_id AND s.kind = l.cap AND s.number = l.number
            )
            """,
        isCapped: "j.cap IS NOT NULL"
    )
}

extension QueueSession {
    /// Whether a claim has to look at slots at all.
    package func hasCaps() throws -> Bool {
        try query("SELECT EXISTS (SELECT FROM switchyard.job_slot)").first?.column(0) ?? false
    }

    /// Streams of these kinds of which more is under way than their cap allows.
    package func crowded(_ kinds: Set<JobKind>) throws -> Set<JobStream> {
        let rows = try query(
            """
            SELECT DISTINCT s.tenant_id, k.kind FROM switchyard.job_slot s CROSS JOIN LATERAL (\(JobCap.holder)) t
            JOIN unnest(\(kinds.map(\.rawValue))) AS k (kind) ON k.kind = s.kind OR (s.kind = \(JobScope.allName)
                AND NOT EXISTS (SELECT FROM switchyard.job_slot o WHERE o.tenant_id = s.tenant_id AND o.kind = k.kind))
            WHERE s.is_over
            """
        )
        return try rows.reduce(into: []) { streams, row in
            let tenant: UUID = try row.column(0)
            if let kind = JobKind(rawValue: try row.column(1)) { streams.insert(JobStream(tenant, kind)) }
        }
    }
}
