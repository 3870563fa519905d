package import BusinessTime
import Foundation
import Postgres

/// What a client has used.
///
/// Messages are counted once each, in the order of their ids, which begin with the time of their transaction; mails are counted anew
/// each time, over the index of accepted deliveries. How exact it is:
/// - messages appear `lagSeconds` and up to a round of the review after they were stored; one whose transaction took longer than that
///   to commit is not counted;
/// - requests that came while the tenant had another zone stay on the day they were counted for;
/// - history that is imported is storage and no intake, as is what a customer writes into a case of an import that still runs;
/// - storage only grows: what is erased or taken back with an import is not subtracted; attributes, logs and indexes are not in it.
package struct Usage: Sendable {
    /// Messages that one run counts.
    static let messagesMax = 10_000
    static let lagSeconds: Int64 = 60

    /// Today, in the tenant's zone.
    package let day: Range<Instant>
    package let used: [Quotas.Name: Int64]
    /// Until when messages are counted; nil when none is.
    package let countedUntil: Instant?

    /// Counts on from where the last run ended. Two at once follow each other, by the lock on the tenant's mark.
    ///
    /// - Returns: whether it has come to the present.
    static func advance(in tx: TenantTransaction) throws -> Bool {
        let edge = try tx.now.adding(seconds: -lagSeconds)
        tx.write(
            "make usage mark",
            """
            INSERT INTO switchyard.usage_mark (tenant_id, message_id, counted_until, storage_bytes)
            VALUES (\(tx.tenantID), \(UUID.lowest), \(edge), 0) ON CONFLICT (tenant_id) DO NOTHING
            """
        )
        let mark: UUID? = try tx.query(
            "SELECT message_id FROM switchyard.usage_mark WHERE tenant_id = \(tx.tenantID) FOR UPDATE",
            "lock usage mark"
        ).first?.column(0)
        let slots = try slots(after: mark ?? .lowest, before: UUID.v7(at: edge, random: (0, 0)), in: tx)
        let days = try DayBoundaries(zone: tx.settings().zone)
        let intake = Dictionary(slots.map { (days.date(at: $0.at), $0.requests) }, uniquingKeysWith: +)
        for (date, requests) in intake where requests > 0 {
            tx.write(
                "count requests",
                """
                INSERT INTO switchyard.usage_day AS u (tenant_id, business_date, intake)
                VALUES (\(tx.tenantID), \(date.stored), \(requests))
                ON CONFLICT (tenant_id, business_date) DO UPDATE SET intake = u.intake + excluded.intake
                """
            )
        }
        let isDone = slots.reduce(0) { $0 + $1.messages } < messagesMax
        let last = slots.map(\.last).max { $0.text < $1.text } ?? mark ?? .lowest
        tx.write(
            "move usage mark",
            """
            UPDATE switchyard.usage_mark SET message_id = \(last), storage_bytes = storage_bytes + \(slots.reduce(0) { $0 + $1.bytes }),
                counted_until = \(isDone ? edge : slots.map(\.at).max() ?? edge)
            WHERE tenant_id = \(tx.tenantID)
            """
        )
        return isDone
    }

    /// Of a quarter of an hour: no zone's day begins within one.
    private struct Slot {
        let at: Instant
        let requests: Int64
        let bytes: Int64
        let messages: Int
        let last: UUID

        init(from row: Row) throws {
            var cursor = row.cursor()
            at = try cursor.next()
            requests = try cursor.next()
            bytes = try cursor.next()
            messages = try cursor.next()
            last = try cursor.next()
        }
    }

    private static func slots(after mark: UUID, before edge: UUID, in tx: TenantTransaction) throws -> [Slot] {
        try tx.query(
            """
            WITH seen AS MATERIALIZED (
                SELECT m.id, m.ticket_id, m.direction, m.author_kind, m.recorded_at, octet_length(m.body) AS bytes
                FROM switchyard.message m
                WHERE m.tenant_id = \(tx.tenantID) AND m.id > \(mark) AND m.id < \(edge) ORDER BY m.id LIMIT \(messagesMax))
            SELECT date_bin(interval '15 minutes', s.recorded_at, timestamptz 'epoch'),
                count(*) FILTER (WHERE s.direction = 'in' AND s.author_kind = 'customer'
                    AND (i.id IS NULL OR s.recorded_at > coalesce(i.finished_at, timestamptz 'infinity'))),
                coalesce(sum(s.bytes), 0)::bigint, count(*), (array_agg(s.id ORDER BY s.id DESC))[1]
            FROM seen s
            LEFT JOIN switchyard.ticket k ON k.tenant_id = \(tx.tenantID) AND k.id = s.ticket_id
            LEFT JOIN switchyard.import_batch i ON i.tenant_id = \(tx.tenantID) AND i.id = k.import_batch_id
            GROUP BY 1
            """,
            "messages to count"
        ).map(Slot.init(from:))
    }

    static func load(in tx: TenantTransaction) throws -> Usage {
        let days = try DayBoundaries(zone: tx.settings().zone)
        let date = days.date(at: try tx.now)
        let day = days.range(of: date)
        let row = try tx.query(
            """
            SELECT (SELECT u.intake FROM switchyard.usage_day u
                    WHERE u.tenant_id = \(tx.tenantID) AND u.business_date = \(date.stored)), m.storage_bytes, m.counted_until
            FROM (SELECT \(tx.tenantID)::uuid AS tenant_id) t
            LEFT JOIN switchyard.usage_mark m ON m.tenant_id = t.tenant_id
            """,
            "usage"
        ).first
        return Usage(
            day: day,
            used: [
                .intake: try row?.column(0) ?? 0, .mail: try mails(in: day, tx), .storage: try row?.column(1) ?? 0,
            ],
            countedUntil: try row?.column(2)
        )
    }

    private static func mails(in day: Range<Instant>, _ tx: TenantTransaction) throws -> Int64 {
        try tx.query(
            """
            SELECT count(*) FROM switchyard.delivery d WHERE d.tenant_id = \(tx.tenantID) AND d.state = 'accepted'
                AND d.concluded_at >= \(day.lowerBound) AND d.concluded_at < \(day.upperBound)
                AND d.kind = ANY (\(DeliveryKind.mailsToCustomers))
            """,
            "mails of the day"
        ).first?.column(0) ?? 0
    }
}

extension DeliveryKind {
    static let mailsToCustomers = allCases.filter(\.isMailToCustomer).map(\.rawValue)

    /// How soon a mail that waits is looked at again: a limit may have been raised meanwhile.
    private static let quotaLookSeconds: Int64 = 900

    /// Until when a mail of this kind waits, because its tenant's hard limit is reached; nil when it may go. A warning never
    /// waits: a pasted seed phrase is a race against thieves. As many as are sent at once may go beyond the limit.
    func waitsForQuota(in tx: TenantTransaction) throws -> Instant? {
        guard isMailToCustomer, self != .warningMail, let limit = try tx.settings().quotas.limits[.mail], limit.isHard
        else { return nil }
        let usage = try Usage.load(in: tx)
        guard usage.used[.mail] ?? 0 >= limit.most else { return nil }
        return min(usage.day.upperBound, try tx.now.adding(seconds: DeliveryKind.quotaLookSeconds))
    }
}
