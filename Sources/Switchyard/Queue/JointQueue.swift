package import BusinessTime
package import Foundation
import Postgres

/// The open cases of all tenants that somebody may see, the most urgent first (`spec/tenancy.md`, cross-tenant work). Nothing
/// sees them together but this list: each tenant is asked in a transaction of its own, and asked anew for every page.
package struct JointQueue: Sendable {
    package static let pageMax = 100

    /// Where a case stands among all of them.
    package struct Place: Sendable, Hashable, Comparable {
        package let at: Instant
        package let id: UUID

        package init(at: Instant, id: UUID) {
            self.at = at
            self.id = id
        }

        package static func < (left: Place, right: Place) -> Bool {
            left.at != right.at ? left.at < right.at : left.id.text < right.id.text
        }
    }

    package struct Item: Sendable {
        package let tenant: JointDesk.Client
        package let ticket: Ticket
        /// The tenant's, which opens the case's texts.
        package let vault: Vault
    }

    package let items: [Item]
    /// Where the next page begins; nil after the last.
    package let next: Place?

    package static func page(
        _ filter: WorkFilter,
        over desks: [JointDesk],
        after place: Place?,
        limit: Int,
        in tenants: ManyTenants
    ) throws -> JointQueue {
        let limit = min(max(limit, 1), pageMax)
        let wanted = desks.filter { filter.asks($0.tenant) }
        let found = try places(filter, over: wanted, after: place, limit: limit + 1, in: tenants)
        let page = Array(found.prefix(limit))
        let items = try items(page, in: tenants)
        return JointQueue(items: items, next: found.count > limit ? page.last?.place : nil)
    }

    /// The first places of all tenants together, in order.
    static func places(
        _ filter: WorkFilter,
        over desks: [JointDesk],
        after place: Place?,
        limit: Int,
        in tenants: ManyTenants
    ) throws -> [(place: Place, desk: JointDesk)] {
        let known = Dictionary(uniqueKeysWithValues: desks.map { ($0.tenant.id, $0) })
        let rest: SQL = place.map { "AND (k.urgent_at, k.id) > (\($0.at), \($0.id))" } ?? ""
        let answers = try tenants.read(desks.map(\.tenant.id), "places in queue") { tenant in
            let condition = known[tenant].map(filter.condition) ?? "false"
            return """
                SELECT k.urgent_at, k.id FROM switchyard.ticket k WHERE \(condition) \(rest)
                ORDER BY k.urgent_at, k.id LIMIT \(limit)
                """
        }
        var places: [(place: Place, desk: JointDesk)] = []
        for (tenant, rows) in answers {
            guard let desk = known[tenant] else { continue }
            for row in rows { places.append((Place(at: try row.column(0), id: try row.column(1)), desk)) }
        }
        return Array(places.sorted { $0.place < $1.place }.prefix(limit))
    }

    /// The cases at these places; one that has gone meanwhile, with its tenant or by itself, is left out.
    private static func items(_ page: [(place: Place, desk: JointDesk)], in tenants: ManyTenants) throws -> [Item] {
        let ids = Dictionary(grouping: page, by: \.desk.tenant.id).mapValues { $0.map(\.place.id) }
        let answers = try tenants.read(Array(ids.keys), "cases of queue") { tenant in
            """
            SELECT \(Ticket.columns) FROM switchyard.ticket k
            WHERE k.tenant_id = \(tenant) AND k.id = ANY (\(ids[tenant] ?? [])) LIMIT \(pageMax)
            """
        }
        var tickets: [UUID: Ticket] = [:]
        var vaults: [UUID: Vault] = [:]
        for (tenant, rows) in answers {
            vaults[tenant] = try tenants.run(tenant) { try $0.vault() }
            for row in rows {
                let ticket = try Ticket(from: row)
                tickets[ticket.id] = ticket
            }
        }
        return page.compactMap { entry in
            guard let ticket = tickets[entry.place.id], let vault = vaults[entry.desk.tenant.id] else { return nil }
            return Item(tenant: entry.desk.tenant, ticket: ticket, vault: vault)
        }
    }
}
