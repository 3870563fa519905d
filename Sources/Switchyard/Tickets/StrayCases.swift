import BusinessTime
import Foundation
import Postgres

/// Open cases that somebody has who may not work on them any more, because they left or their grant here ended: they go back
/// to the queue of their team. Looked for in what is there and not told by whoever ended something, so that a grant that
/// runs out does the same.
package enum StrayCases {
    /// Cases of one transaction; the rest waits for the next.
    package static let casesMax = 200

    /// Answers how many were taken back. One that somebody holds, or that cannot be read, is left for the next time.
    package static func takeBack(limit: Int = casesMax, in tx: TenantTransaction) throws -> Int {
        var writes = CaseWrites()
        var count = 0
        for (_, opened) in try CaseFile.openFree(found(limit: limit, in: tx), in: tx) {
            guard var file = try? opened.get() else { continue }
            try writes.gather(&file) { file in
                try file.takeBack()
                try file.finish()
            }
            count += 1
        }
        writes.send(to: tx)
        return count
    }

    private static func found(limit: Int, in tx: TenantTransaction) throws -> [UUID] {
        let now = try tx.now
        let rows = try tx.query(
            """
            SELECT k.id FROM switchyard.ticket k
            WHERE k.tenant_id = \(tx.tenantID) AND k.assignee_id IS NOT NULL AND k.resolved_at IS NULL
              AND NOT EXISTS (SELECT FROM directory.access_grant g JOIN directory.person p ON p.id = g.person_id
                WHERE g.person_id = k.assignee_id AND g.tenant_id = \(tx.tenantID) AND p.status = 'active'
                  AND g.level IS NOT NULL AND \(AccessGrant.inForce(at: now)))
            ORDER BY k.id LIMIT \(min(limit, casesMax))
            """,
            "stray cases"
        )
        return try rows.map { try $0.column(0) }
    }
}

extension CaseFile {
    /// From whoever has it, by nobody's wish.
    fileprivate mutating func takeBack() throws {
        guard let before = ticket.assigneeID else { return }
        try record(.assigned, ["person_id": nil, "before": before.json, "because": "grant_ended"])
        ticket.assigneeID = nil
    }
}
