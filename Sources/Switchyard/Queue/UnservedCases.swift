import BusinessTime
import Foundation
import Postgres

/// Open cases that nobody has and that nobody could take: no grant of the tenant is good for their level, language and category.
/// The next case would never be one of them, so they raise an alarm. Looked for in what is there, like `StrayCases`: a grant that
/// ends, a case that climbs and a team that loses its last speaker come to the same. Who is at the desk just now is not asked:
/// a night without a shift is no gap in the staff.
package enum UnservedCases {
    /// Cases of one transaction that are told of, and as many whose alarm ends; the rest waits for the next.
    package static let casesMax = 200
    /// Free cases that are looked at, the most urgent first; those behind are looked at when they have come nearer.
    package static let looksMax = 10_000

    package struct Found: Sendable, Hashable {
        package var raised: Int
        package var ended: Int

        package init(raised: Int = 0, ended: Int = 0) {
            self.raised = raised
            self.ended = ended
        }
    }

    /// One that somebody holds, or that cannot be read, is left for the next time. The desk is told of the first, the log of each.
    package static func review(limit: Int = casesMax, in tx: TenantTransaction) throws -> Found {
        let limit = min(limit, casesMax)
        var found = Found()
        var writes = CaseWrites()
        for (_, opened) in try CaseFile.openFree(unserved(limit: limit, in: tx), in: tx) {
            guard var file = try? opened.get(), file.ticket.unservedSince == nil, file.ticket.isFree else { continue }
            file.isQuiet = found.raised > 0
            try writes.gather(&file) { file in
                try file.record(.nobodyEligible, ["level": file.ticket.level.json])
                try file.finish()
            }
            found.raised += 1
        }
        for (_, opened) in try CaseFile.openFree(servedAgain(limit: limit, in: tx), in: tx) {
            guard var file = try? opened.get(), file.ticket.unservedSince != nil else { continue }
            try writes.gather(&file) { file in
                try file.record(.somebodyEligible, ["level": file.ticket.level.json])
                try file.finish()
            }
            found.ended += 1
        }
        writes.send(to: tx)
        return found
    }

    private static func unserved(limit: Int, in tx: TenantTransaction) throws -> [UUID] {
        let rows = try tx.query(
            """
            SELECT k.id FROM (SELECT t.* FROM switchyard.ticket t
                WHERE t.tenant_id = \(tx.tenantID) AND t.resolved_at IS NULL AND t.assignee_id IS NULL
                    AND t.unserved_since IS NULL ORDER BY t.urgent_at, t.id LIMIT \(looksMax)) k
            WHERE NOT EXISTS (\(try suitingGrant(in: tx))) ORDER BY k.urgent_at, k.id LIMIT \(limit)
            """,
            "unserved cases"
        )
        return try rows.map { try $0.column(0) }
    }

    private static func servedAgain(limit: Int, in tx: TenantTransaction) throws -> [UUID] {
        let rows = try tx.query(
            """
            SELECT k.id FROM switchyard.ticket k WHERE k.tenant_id = \(tx.tenantID) AND k.unserved_since IS NOT NULL
                AND EXISTS (\(try suitingGrant(in: tx))) ORDER BY k.urgent_at, k.id LIMIT \(limit)
            """,
            "cases served again"
        )
        return try rows.map { try $0.column(0) }
    }

    /// `JointDesk.suiting` of the case `k`, over everybody's grants.
    private static func suitingGrant(in tx: TenantTransaction) throws -> SQL {
        """
        SELECT FROM directory.access_grant g JOIN directory.person p ON p.id = g.person_id
        WHERE g.tenant_id = \(tx.tenantID) AND p.status = 'active' AND g.role = ANY (\(Permission.answerTickets.roles))
            AND \(AccessGrant.inForce(at: try tx.now)) AND g.level >= k.level
            AND (g.languages = '{}' OR \(WorkFilter.speaks("g.languages")))
            AND (g.skills = '{}' OR k.category = ANY (g.skills))
        """
    }
}

extension CaseFile {
    /// Since when the alarm stands; it ends by itself when somebody has the case, or when the case ends.
    func unservedSince() throws -> Instant? {
        try events.reduce(nil) { since, event in
            switch event.kind {
            case .nobodyEligible: event.recordedAt
            case .somebodyEligible, .resolved, .merged: nil
            case .assigned: try event.body.optionalUUID("person_id") == nil ? since : nil
            default: since
            }
        }
    }
}

extension Ticket {
    fileprivate var isFree: Bool { assigneeID == nil && resolvedAt == nil }
}
