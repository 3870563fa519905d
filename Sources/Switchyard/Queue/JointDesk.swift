package import Foundation
import Postgres

/// One tenant whose cases a caller may see, and what suits them there.
package struct JointDesk: Sendable {
    /// Tenants of one person.
    package static let desksMax = 1_000

    package struct Client: Sendable, Hashable {
        package let id: UUID
        package let slug: String
        package let name: String
    }

    /// What one grant is good for.
    struct Reach: Sendable {
        /// Nil where the role works on no cases.
        let level: Int?
        let skills: [String]
        let languages: [String]
    }

    package let tenant: Client
    let reaches: [Reach]

    /// Level, language and category of a case; a grant without languages or skills is good for all of them.
    var suiting: SQL {
        reaches.reduce("false") { sum, reach in
            guard let level = reach.level else { return sum }
            var part: SQL = "k.level <= \(Int16(clamping: level))"
            if !reach.languages.isEmpty { part = "\(part) AND \(WorkFilter.speaks("\(reach.languages)"))" }
            if !reach.skills.isEmpty { part = "\(part) AND k.category = ANY (\(reach.skills))" }
            return "\(sum) OR \(part)"
        }
    }

    /// Every active tenant where the caller may do now what they ask for, by their grants or because their key is of it; by id.
    package static func all(in tx: DirectoryTransaction) throws -> [JointDesk] {
        let actor = tx.request.actor
        let roles = (tx.request.permission ?? .readTickets).roles
        let now = tx.now
        let rows = try tx.query(
            """
            SELECT t.id, t.slug, t.name, g.level, g.skills, g.languages FROM directory.tenant t
            LEFT JOIN directory.access_grant g ON g.tenant_id = t.id AND g.person_id = \(actor.personID)
                AND g.role = ANY (\(roles)) AND \(AccessGrant.inForce(at: now))
            WHERE t.status = 'active' AND (g.id IS NOT NULL OR t.id = \(actor.tenantID))
            ORDER BY t.id, g.id LIMIT \(desksMax)
            """
        )
        var desks: [JointDesk] = []
        for row in rows {
            var cursor = row.cursor()
            let client = Client(id: try cursor.next(), slug: try cursor.next(), name: try cursor.next())
            let level: Int? = try cursor.next()
            let skills: [String]? = try cursor.next()
            let reach = Reach(level: level, skills: skills ?? [], languages: try cursor.next() ?? [])
            if let last = desks.last, last.tenant == client {
                desks[desks.count - 1] = JointDesk(tenant: client, reaches: last.reaches + [reach])
            } else {
                desks.append(JointDesk(tenant: client, reaches: [reach]))
            }
        }
        return desks
    }
}
