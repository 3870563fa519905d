package import BusinessTime
package import Foundation
import Postgres

/// One mail that lists many cases. It gathers for a minute; its delivery's job closes it, and what comes later opens the
/// next. Adders hold a share of its row's lock until they commit and the one who closes takes all of it, so every notice is
/// in exactly one digest, whoever crashes when.
package struct Digest: Sendable {
    /// Cases of one mail; those beyond make another one.
    static let casesMax = 100_000
    static let joinAttemptsMax = 5

    package let id: UUID
    package let recipient: NoticeRecipient
    package let openedAt: Instant
    package let closesAt: Instant
    package let closedAt: Instant?

    private static let columns: SQL = "g.id, g.recipient, g.opened_at, g.closes_at, g.closed_at"

    private init(from row: Row) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        recipient = try NoticeRecipient(key: cursor.next())
        openedAt = try cursor.next()
        closesAt = try cursor.next()
        closedAt = try cursor.next()
    }

    package static func find(_ id: UUID, in tx: TenantTransaction) throws -> Digest {
        try found(id, lock: "", in: tx)
    }

    private static func found(_ id: UUID, lock: SQL, in tx: TenantTransaction) throws -> Digest {
        let rows = try tx.query(
            "SELECT \(columns) FROM switchyard.digest g WHERE g.tenant_id = \(tx.tenantID) AND g.id = \(id)\(lock)",
            "digest"
        )
        guard let row = rows.first else { throw DomainError.notFound }
        return try Digest(from: row)
    }

    /// The recipient's open digest, kept from closing until this transaction ends.
    static func join(
        _ recipient: NoticeRecipient,
        writes: inout CaseWrites,
        in tx: TenantTransaction
    ) throws -> UUID {
        for _ in 0..<joinAttemptsMax {
            let open: UUID? = try tx.query(
                """
                SELECT g.id FROM switchyard.digest g
                WHERE g.tenant_id = \(tx.tenantID) AND g.recipient = \(recipient.key) AND g.closed_at IS NULL FOR SHARE
                """,
                "join digest"
            ).first?.column(0)
            if let id = try open ?? start(recipient, writes: &writes, in: tx) { return id }
        }
        throw RaceLost()
    }

    /// Nil when another transaction was first: its digest is there to be joined once it has committed.
    private static func start(
        _ recipient: NoticeRecipient,
        writes: inout CaseWrites,
        in tx: TenantTransaction
    ) throws -> UUID? {
        let id = try tx.newID()
        let closesAt = try tx.now.adding(seconds: NoticeBoard.windowSeconds)
        let isFirst = try tx.execute(
            """
            INSERT INTO switchyard.digest (tenant_id, id, recipient, opened_at, closes_at)
            VALUES (\(tx.tenantID), \(id), \(recipient.key), \(try tx.now), \(closesAt))
            ON CONFLICT (tenant_id, recipient) WHERE closed_at IS NULL DO NOTHING
            """,
            "start digest"
        )
        guard isFirst == 1 else { return nil }
        try writes.deliver(recipient.digestDraft, id: id, of: nil, at: closesAt, in: tx)
        return id
    }

    /// The digest with its cases, for good: the same at every attempt to send it.
    static func close(
        _ id: UUID,
        casesMax: Int = casesMax,
        in tx: TenantTransaction
    ) throws -> (digest: Digest, cases: [DigestCase]) {
        let digest = try found(id, lock: " FOR UPDATE", in: tx)
        if digest.closedAt == nil {
            tx.write(
                "close digest",
                "UPDATE switchyard.digest SET closed_at = \(try tx.now) WHERE tenant_id = \(tx.tenantID) AND id = \(id)"
            )
        }
        let cases = try DigestCase.page(of: id, after: nil, limit: casesMax + 1, in: tx)
        guard cases.count > casesMax else { return (digest, cases) }
        let kept = Array(cases.prefix(casesMax))
        if let last = kept.last { try digest.moveRest(after: last.ticketID, in: tx) }
        return (digest, kept)
    }

    /// What is too much for one mail goes to a second one at once.
    private func moveRest(after ticket: UUID, in tx: TenantTransaction) throws {
        let next = try tx.newID()
        let now = try tx.now
        tx.write(
            "continue digest",
            """
            INSERT INTO switchyard.digest (tenant_id, id, recipient, opened_at, closes_at, closed_at)
            VALUES (\(tx.tenantID), \(next), \(recipient.key), \(openedAt), \(now), \(now))
            """
        )
        var writes = CaseWrites()
        try writes.deliver(recipient.digestDraft, id: next, of: nil, at: now, in: tx)
        writes.send(to: tx)
        tx.write(
            "move rest of digest",
            """
            UPDATE switchyard.notice SET delivery_id = \(next)
            WHERE tenant_id = \(tx.tenantID) AND delivery_id = \(id) AND ticket_id > \(ticket)
            """
        )
    }
}

extension NoticeRecipient {
    fileprivate var digestDraft: DeliveryDraft {
        switch self {
        case .person(let id): DeliveryDraft(kind: .digestMail, personID: id)
        case .contact: DeliveryDraft(kind: .digestMail)
        }
    }
}

/// A case in a digest: listed once, by the last step that was told of it.
package struct DigestCase: Sendable {
    package let ticketID: UUID
    package let reference: String
    package let priority: TicketPriority
    package let metric: String
    package let step: String
    package let level: Int
    package let at: Instant
    package let dueAt: Instant?

    /// In the order of their ids.
    package static func page(
        of digest: UUID,
        after ticket: UUID?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [DigestCase] {
        let after: SQL = ticket.map { "AND n.ticket_id > \($0)" } ?? ""
        let rows = try tx.query(
            """
            SELECT DISTINCT ON (n.ticket_id) n.ticket_id, k.reference, k.priority, n.metric, n.step, n.level, n.at, n.due_at
            FROM switchyard.notice n JOIN switchyard.ticket k ON k.tenant_id = n.tenant_id AND k.id = n.ticket_id
            WHERE n.tenant_id = \(tx.tenantID) AND n.delivery_id = \(digest) \(after)
            ORDER BY n.ticket_id, n.at DESC, n.id DESC LIMIT \(limit)
            """,
            "cases of digest"
        )
        return try rows.map(DigestCase.init(from:))
    }

    private init(from row: Row) throws {
        var cursor = row.cursor()
        ticketID = try cursor.next()
        reference = try cursor.next()
        guard let priority = TicketPriority(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.priority = priority
        metric = try cursor.next()
        step = try cursor.next()
        level = try cursor.next()
        at = try cursor.next()
        dueAt = try cursor.next()
    }
}
