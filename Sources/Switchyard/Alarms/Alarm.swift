package import BusinessTime
package import Foundation
import Postgres

/// What somebody has to look at and is no case's: a source that fell silent, a quota that is used up, a subscription that is
/// switched off. Raised once and told to people, it stands until what it tells of is over; then the same may be raised anew.
package struct Alarm: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// Nothing was accepted from a source for as long as its set-up says; the subject is its id.
        case sourceSilent = "source_silent"
        /// Most of what the client may use is used; the subject is the quota's name.
        case quotaNear = "quota_near"
        /// All of it.
        case quotaReached = "quota_reached"
        /// A receiver of events is gone or has failed for days, and is sent nothing more; the subject is the subscription's id.
        case subscriptionOff = "subscription_off"
    }

    /// Of a tenant and at once; there are never more subjects than these.
    static let openMax = 10_000

    package let id: UUID
    package let kind: Kind
    package let subject: String
    /// From when on it has been so.
    package let since: Instant
    package let raisedAt: Instant
    /// Nil while it stands.
    package let endedAt: Instant?

    static let columns: SQL = "a.id, a.kind, a.subject, a.since, a.raised_at, a.ended_at"

    /// Those of a kind that stand, by subject.
    static func open(_ kind: Kind, in tx: TenantTransaction) throws -> [String: Alarm] {
        let rows = try tx.query(
            """
            SELECT \(columns) FROM switchyard.alarm a
            WHERE a.tenant_id = \(tx.tenantID) AND a.kind = \(kind.rawValue) AND a.ended_at IS NULL LIMIT \(openMax)
            """,
            "open alarms"
        )
        return try rows.reduce(into: [:]) { open, row in
            let alarm = try Alarm(from: row)
            open[alarm.subject] = alarm
        }
    }

    init(from row: Row) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        guard let kind = Kind(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.kind = kind
        subject = try cursor.next()
        since = try cursor.next()
        raisedAt = try cursor.next()
        endedAt = try cursor.next()
    }

    private init(id: UUID, kind: Kind, subject: String, since: Instant, raisedAt: Instant) {
        self.id = id
        self.kind = kind
        self.subject = subject
        self.since = since
        self.raisedAt = raisedAt
        endedAt = nil
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

    func end(in tx: TenantTransaction) throws { try Alarm.end(kind, subject, in: tx) }

    /// Nothing where it does not stand.
    static func end(_ kind: Kind, _ subject: String, in tx: TenantTransaction) throws {
        tx.write(
            "end alarm",
            """
            UPDATE switchyard.alarm SET ended_at = \(try tx.now)
            WHERE tenant_id = \(tx.tenantID) AND kind = \(kind.rawValue) AND subject = \(subject) AND ended_at IS NULL
            """
        )
    }
}
