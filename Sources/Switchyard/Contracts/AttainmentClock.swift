package import BusinessTime
package import Foundation
import Postgres

/// One clock that a figure of the report is made of, so that every figure can be argued with.
package struct AttainmentClock: Sendable, Hashable {
    package static let pageMax = 200

    package let ticketID: UUID
    package let reference: String
    package let outcome: String
    /// When the verdict became final.
    package let finalAt: Instant
    package let startAt: Instant
    /// Of a contact: when it arrived, which decides its month (`spec/sla.md X2`).
    package let arrivedAt: Instant?
    package let priority: TicketPriority
    package let exclusionID: UUID?
    package let isExclusionApproved: Bool

    /// The clocks of a target in a month, by the instant of their verdict, after the one given; one more than `limit` where
    /// there are more.
    package static func page(
        of name: String,
        in month: CivilMonth,
        revision: Int? = nil,
        after cursor: (at: Instant, id: UUID)?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [AttainmentClock] {
        let days = try DayBoundaries(zone: tx.settings().zone)
        let terms = try ServiceLevelTermsLine.load(in: tx).inForce(in: month)
        guard let target = terms?.targets.first(where: { $0.name == name }) else { throw DomainError.notFound }
        let query = AttainmentQuery(
            target: target,
            period: days.range(of: month),
            tenant: tx.tenantID,
            now: try tx.now,
            revision: try AttainmentReport.revision(revision, newest: Restatement.newestRevision(in: tx))
        )
        return try tx.query(query.clocks(after: cursor, limit: min(limit, pageMax) + 1), "clocks of target").map {
            try AttainmentClock(from: $0)
        }
    }
}

extension AttainmentClock {
    fileprivate init(from row: Row) throws {
        var cursor = row.cursor()
        ticketID = try cursor.next()
        reference = try cursor.next()
        outcome = try cursor.next()
        finalAt = try cursor.next()
        startAt = try cursor.next()
        arrivedAt = try cursor.next()
        guard let priority = TicketPriority(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.priority = priority
        exclusionID = try cursor.next()
        isExclusionApproved = try cursor.next(Bool?.self) == true
    }
}

extension AttainmentClock: JSONEncodable {
    package var json: JSON {
        [
            "ticket_id": ticketID.json, "reference": .string(reference), "outcome": .string(outcome),
            "final_at": .string(finalAt.iso8601), "start_at": .string(startAt.iso8601),
            "arrived_at": (arrivedAt?.iso8601).json,
            "priority": .string(priority.name), "exclusion_id": exclusionID.json,
            "already_approved": isExclusionApproved.json,
        ]
    }
}
