package import Foundation
import Postgres

/// A case and what is shown beside it.
package struct TicketDetails: Sendable {
    /// Cases of one merge list that are shown.
    package static let mergedFromMax = 100

    package let ticket: Ticket
    package let customer: Customer
    /// As they were last written down.
    package let clocks: [ClockRow]
    /// The cases that were merged into this one directly, oldest first.
    package let mergedFrom: [UUID]

    /// In one visit to the server. Ends the transaction: nothing is asked after it.
    package static func read(_ id: UUID, in tx: TenantTransaction) throws -> TicketDetails {
        let vault = try tx.vault()
        let rows = try tx.lastReads([
            ("ticket", Ticket.byID(id, tenant: tx.tenantID)),
            ("customer of a case", Customer.byTicket(id, tenant: tx.tenantID)),
            ("clocks", ClockRow.byTicket(id, tenant: tx.tenantID)),
            (
                "merged cases",
                """
                SELECT k.id FROM switchyard.ticket k WHERE k.tenant_id = \(tx.tenantID) AND k.merged_into = \(id)
                ORDER BY k.id LIMIT \(mergedFromMax)
                """
            ),
        ])
        guard let ticket = rows[0].first, let customer = rows[1].first else { throw DomainError.notFound }
        return TicketDetails(
            ticket: try Ticket(from: ticket),
            customer: try Customer(from: customer, vault: vault),
            clocks: try rows[2].map(ClockRow.init(from:)),
            mergedFrom: try rows[3].map { try $0.column(0) }
        )
    }
}
