package import BusinessTime
import Foundation
import Postgres

/// What somebody has to look at and is no case's: a source that fell silent, a quota that is used up. Raised once and told to people, it stands until what
/// it tells of is over; then the same may be raised anew.
package struct Alarm: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// Nothing was accepted from a source for as long as its set-up says; the subject is its id.
        case sourceSilent = "source_silent"
        /// Most of what the client may use is used; the subject is the quota's name.
        case quotaNear = "quota_near"
        /// All of it.
        case quotaReached = "quota_reached"
    }

    /// Of a tenant and at once; there are never more subjects than these.
    static let openMax = 10_000

    let id: UUID
    let kind: Kind
    let subject: String
    /// From when on it has been so.
    package let since: Instant
    package let raisedAt: Instant

    /// Those of a kind that stand, by subject.
    static func open(_ kind: Kind, in tx: TenantTransaction) throws -> [String: Alarm] {
        let rows = try tx.query(
            """
            SELECT a.id, a.subject, a.since, a.raised_at FROM switchyard.alarm a
            WHERE a.tenant_id = \(tx.tenantID) AND a.kind = \(kind.rawValue) AND a.ended_at IS NULL LIMIT \(openMax)
            """,
            "open alarms"
        )
        return try rows.reduce(into: [:]) { open, row in
            var cursor = row.cursor()
            let alarm = Alarm(
                id: try cursor.next(),
                kind: kind,
                subject: try cursor.next(),
                since: try cursor.next(),
                raisedAt: try cursor.next()
            )
            open[alarm.subject] = alarm
        }
    }

    /// Raises it, and tells whoever it is for, unless it stands already.
    ///
    /// - Parameter words: for the text of its kind.
    static func raise(
        _ kind: Kind,
        _ subject: String,
        since: Instant,
        _ words: [String: String],
        in tx: TenantTransaction
    ) throws -> Bool {
        let (id, now) = (try tx.newID(), try tx.now)
        let raised = try tx.execute(
            """
            INSERT INTO switchyard.alarm (tenant_id, id, kind, subject, since, raised_at)
            VALUES (\(tx.tenantID), \(id), \(kind.rawValue), \(subject), \(since), \(now))
            ON CONFLICT (tenant_id, kind, subject) WHERE ended_at IS NULL DO NOTHING
            """,
            "raise alarm"
        )
        guard raised == 1 else { return false }
        try Alarm(id: id, kind: kind, subject: subject, since: since, raisedAt: now).tell(words, in: tx)
        return true
    }

    func end(in tx: TenantTransaction) throws {
        tx.write(
            "end alarm",
            """
            UPDATE switchyard.alarm SET ended_at = \(try tx.now)
            WHERE tenant_id = \(tx.tenantID) AND id = \(id) AND ended_at IS NULL
            """
        )
    }
}
