package import Foundation
import Postgres

/// What somebody asks for: the act, and the cases by a filter.
package struct BulkOrder: Sendable {
    package let filter: JSON
    package let wish: BulkWish
    /// How many cases the preview counted; nil where nobody asks.
    package let expectedCount: Int?

    package static let filterSchema: Schema = .described(
        "As the list of cases takes them; at least one: all cases of a tenant are nobody's choice.",
        .object(TicketList.Filter.fields, members: 1...TicketList.Filter.fields.count)
    )

    package static let schema: Schema = .named(
        "BulkActOrder",
        .object([
            .required("filter", filterSchema),
            .required("act", BulkWish.schema, "One of its members."),
            .optional(
                "expected_count",
                .integer(0...Int64(BulkAct.casesMax)),
                "What the preview counted: refused where other cases have come or gone since."
            ),
        ])
    )

    package init(_ body: JSON) throws {
        filter = try body.object("filter")
        wish = try BulkWish(body.object("act"))
        expectedCount = try body.optionalInteger("expected_count").map(Int.init)
    }
}

/// What an act would meet now.
package struct BulkPreview: Sendable, Hashable {
    /// At most `BulkAct.casesMax`.
    package let count: Int
    /// There are more than one act takes.
    package let isTooMany: Bool
    /// The first ones.
    package let ticketIDs: [UUID]
}

extension BulkAct {
    /// Writes nothing.
    package static func preview(_ filter: JSON, in tx: TenantTransaction) throws -> BulkPreview {
        let ids = try selected(filter, in: tx)
        return BulkPreview(
            count: min(ids.count, casesMax),
            isTooMany: ids.count > casesMax,
            ticketIDs: Array(ids.prefix(previewMax))
        )
    }

    /// Writes down which cases it is about, and leaves the rest to its job.
    ///
    /// - Throws: `forbidden` to a credential that is no person; `too_many_cases`, `selection_changed`, `nothing_selected`,
    ///   `too_many_bulk_acts`.
    package static func start(_ order: BulkOrder, in tx: TenantTransaction) throws -> BulkAct {
        guard let person = tx.request.actor.personID else { throw DomainError.forbidden }
        do {
            try order.wish.check(in: tx)
        } catch let error as DomainError {
            throw error.under("/act")
        }
        let ids = try selected(order.filter, in: tx)
        guard ids.count <= casesMax else { throw DomainError(.conflict, "too_many_cases") }
        guard order.expectedCount == nil || order.expectedCount == ids.count else {
            throw DomainError(.conflict, "selection_changed")
        }
        guard !ids.isEmpty else { throw DomainError(.conflict, "nothing_selected") }
        let act = BulkAct(
            id: try tx.newID(),
            order: order,
            cases: ids.count,
            personID: person,
            slot: try freeSlot(in: tx),
            at: try tx.now
        )
        try act.insert(ids, in: tx)
        try act.enqueue(in: tx)
        try tx.recordAct(.bulkActStarted, subject: act.id, detail: "\(ids.count)")
        return act
    }

    /// One more than an act takes where there are more.
    private static func selected(_ filter: JSON, in tx: TenantTransaction) throws -> [UUID] {
        try TicketList.ids(TicketList.Filter(filter), limit: casesMax + 1, in: tx)
    }

    /// Two who take the same one are told apart by `bulk_act_slot_taken`, and the later looks again.
    static func freeSlot(in tx: TenantTransaction) throws -> Int {
        let rows = try tx.query(
            "SELECT a.slot FROM switchyard.bulk_act a WHERE a.tenant_id = \(tx.tenantID) AND a.slot IS NOT NULL",
            "bulk acts under way"
        )
        let taken = Set(try rows.map { try $0.column(0, as: Int.self) })
        guard let free = (1...runningMax).first(where: { !taken.contains($0) }) else {
            throw DomainError(.conflict, "too_many_bulk_acts")
        }
        return free
    }

    /// One job at a time for an act.
    func enqueue(in tx: TenantTransaction) throws {
        try tx.enqueue(JobDraft(kind: .bulkAct, subjectID: id, runAt: tx.now, dedupKey: id.text))
    }

    private func insert(_ tickets: [UUID], in tx: TenantTransaction) throws {
        tx.write(
            "insert bulk act",
            """
            INSERT INTO switchyard.bulk_act (tenant_id, id, sealed, state, slot, cases, person_id, started_at, revision)
            VALUES (\(tx.tenantID), \(id), \(try tx.seal(document.canonicalBytes, as: .bulkAct, row: id)), \(state.rawValue),
                \(slot.map { Int16(clamping: $0) }), \(cases), \(personID), \(startedAt), \(revision))
            """
        )
        guard !tickets.isEmpty else { return }
        var rows = RowSet()
        for (index, ticket) in tickets.enumerated() {
            rows.append(id, index + 1, ticket, BulkActCase.State.pending.rawValue)
        }
        tx.write(
            "insert cases of bulk act",
            """
            INSERT INTO switchyard.bulk_act_case (tenant_id, act_id, position, ticket_id, state)
            \(rows, of: tx.tenantID)
            """
        )
    }
}
