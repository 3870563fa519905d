import BusinessTime
import Foundation
import Postgres

/// What the acts of one transaction have to tell. Only with all of it at hand is it known whether somebody is told of too
/// much at once: then their notices become one digest (`spec/queue.md` rule 12).
struct NoticeBoard {
    /// How far back notices to somebody are counted, and how long a digest gathers.
    static let windowSeconds: Int64 = 60

    private var posted: [NoticeRecipient: [Notice]] = [:]

    mutating func post(_ notices: [Notice]) {
        for notice in notices { posted[notice.recipient, default: []].append(notice) }
    }

    /// Decides for each recipient and writes everything, in the same order of recipients in every transaction, so that two
    /// never wait for each other. The last thing a transaction does: digests are locked only here.
    fileprivate func settle(in tx: TenantTransaction) throws {
        guard !posted.isEmpty else { return }
        let recipients = posted.sorted { $0.key.key < $1.key.key }
        let recent = try NoticeBoard.recent(recipients, in: tx)
        var writes = CaseWrites()
        for (recipient, notices) in recipients {
            let isStorm = NoticeBoard.isStorm(notices, recent: recent[recipient.key] ?? 0)
            let gathered = notices.filter { isStorm || $0.isLate }
            if !gathered.isEmpty {
                let digest = try Digest.join(recipient, writes: &writes, in: tx)
                for notice in gathered { try writes.add(notice, sentAs: digest, in: tx) }
            }
            for notice in notices where !(isStorm || notice.isLate) {
                try writes.deliver(notice.draft, id: notice.id, of: notice.ticketID, at: tx.now, in: tx)
                try writes.add(notice, sentAs: notice.id, in: tx)
            }
        }
        writes.send(to: tx)
    }

    private static func isStorm(_ notices: [Notice], recent: Int) -> Bool {
        guard let most = notices.map(\.digestAfter).filter({ $0 > 0 }).min() else { return false }
        return recent + notices.count > most
    }

    /// Notices of the last minute, counted no further than it matters.
    private static func recent(
        _ recipients: [(key: NoticeRecipient, value: [Notice])],
        in tx: TenantTransaction
    ) throws -> [String: Int] {
        let most = recipients.flatMap(\.value).map(\.digestAfter).max() ?? 0
        guard most > 0 else { return [:] }
        let keys = recipients.map(\.key.key)
        let since = try tx.now.adding(seconds: -windowSeconds)
        let rows = try tx.query(
            """
            SELECT w.recipient, (SELECT count(*) FROM (SELECT FROM switchyard.notice n
                WHERE n.tenant_id = \(tx.tenantID) AND n.recipient = w.recipient AND n.created_at > \(since)
                LIMIT \(most)) counted)
            FROM unnest(\(keys)) AS w (recipient)
            """,
            "recent notices"
        )
        return Dictionary(
            try rows.map { (try $0.column(0, as: String.self), Int(try $0.column(1, as: Int64.self))) }
        ) { first, _ in first }
    }
}

extension TenantTransaction {
    /// Nothing is left to tell after it.
    func settleNotices() throws {
        let board = notices
        notices = NoticeBoard()
        try board.settle(in: self)
    }
}

extension CaseWrites {
    fileprivate mutating func add(_ notice: Notice, sentAs delivery: UUID, in tx: TenantTransaction) throws {
        add(
            .notice,
            notice.id,
            notice.ticketID,
            notice.recipient.key,
            notice.metric,
            notice.step,
            Int16(clamping: notice.level),
            notice.at,
            notice.dueAt,
            delivery,
            try tx.now
        )
    }
}
