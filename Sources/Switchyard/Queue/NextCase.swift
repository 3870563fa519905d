import BusinessTime
package import Foundation
import Postgres

/// Hands a person the most urgent case that suits them and that nobody has, of all clients they serve; never one case to two.
///
/// The places are read without locks, then tried in order, each under its case's lock. A case in the hands of another asker is
/// passed over at once: they are about to have it. Every other lock is waited for, so that nothing more urgent stays free.
package struct NextCase {
    /// Places that are looked at together, of all tenants.
    private static let placesMax = 50
    /// Times that the places are read; behind them there is always more than one asker can lose to others.
    private static let roundsMax = 20
    /// A case that is being worked on.
    private static let inWork: [TicketStatus] = [.new, .open]

    private let person: UUID
    private let desks: [JointDesk]
    private let wish: WorkFilter
    private let tenants: ManyTenants

    /// What somebody got.
    package enum Outcome: Sendable {
        case handed(Answer)
        /// Nothing that suits is free.
        case nothing
        /// They have enough in hand.
        case full
    }

    /// - Parameters:
    ///   - wish: what the person asks for of what suits them.
    ///   - show: what the answer tells of the case.
    /// - Throws: `not_available`, `already_asking`.
    package static func hand(
        to person: UUID,
        _ wish: WorkFilter,
        key: IdempotencyKey?,
        in tenants: ManyTenants,
        show: (JointQueue.Item) throws -> JSON
    ) throws -> Outcome {
        let desks = try tenants.directory { try JointDesk.all(in: $0) }
        if let key, let first = try firstAnswer(key, over: desks, in: tenants) { return .handed(first) }
        let capacity = try tenants.directory { try Presence.beginAsking(person, in: $0) }
        let outcome = Result {
            try NextCase(person: person, desks: desks, wish: wish, tenants: tenants).hand(capacity, key, show)
        }
        try tenants.directory { try Presence.endAsking(person, in: $0) }
        return try outcome.get()
    }

    private init(person: UUID, desks: [JointDesk], wish: WorkFilter, tenants: ManyTenants) {
        self.person = person
        self.desks = desks.filter { wish.asks($0.tenant) }
        self.tenants = tenants
        var suiting = wish
        suiting.isSuiting = true
        suiting.holder = .nobody
        suiting.statuses = NextCase.inWork
        self.wish = suiting
    }

    /// The case may be any tenant's, and so may the answer that was given under this key.
    private static func firstAnswer(
        _ key: IdempotencyKey,
        over desks: [JointDesk],
        in tenants: ManyTenants
    ) throws -> Answer? {
        let found = try tenants.read(desks.map(\.tenant.id), "find receipts") { Receipt.select(key, tenant: $0) }
        for (tenant, rows) in found where rows.first != nil {
            return try tenants.run(tenant) { try Receipt.answer(rows, key: key, in: $0) } ?? nil
        }
        return nil
    }

    private func hand(
        _ capacity: Int,
        _ key: IdempotencyKey?,
        _ show: (JointQueue.Item) throws -> JSON
    ) throws -> Outcome {
        let room = capacity - (try load())
        var fitting = wish
        fitting.channels = (wish.channels.isEmpty ? TicketChannel.allCases : wish.channels).filter { $0.weight <= room }
        guard !fitting.channels.isEmpty else { return .full }
        var place: JointQueue.Place?
        for _ in 0..<NextCase.roundsMax {
            let places = try JointQueue.places(
                fitting,
                over: desks,
                after: place,
                limit: NextCase.placesMax,
                in: tenants
            )
            for (place, desk) in places {
                if let answer = try take(place.id, at: desk, fitting, key, show) { return .handed(answer) }
            }
            guard places.count == NextCase.placesMax else { return .nothing }
            place = places.last?.place
        }
        return .nothing
    }

    /// What the person has in hand, by weight. A case that waits for somebody else weighs nothing.
    private func load() throws -> Int {
        let statuses = NextCase.inWork.map(\.rawValue)
        let answers = try tenants.read(desks.map(\.tenant.id), "cases in hand") { tenant in
            """
            SELECT k.channel, count(*) FROM switchyard.ticket k
            WHERE k.tenant_id = \(tenant) AND k.assignee_id = \(person) AND k.resolved_at IS NULL
                AND k.status = ANY (\(statuses)) GROUP BY k.channel
            """
        }
        return try answers.values.joined().reduce(0) { sum, row in
            guard let channel = TicketChannel(rawValue: try row.column(0)) else { throw StoredValueUnknown() }
            return sum + channel.weight * (try row.column(1, as: Int.self))
        }
    }

    /// Gives it to the person if it is free and suits them under its lock; nil when it is not.
    private func take(
        _ id: UUID,
        at desk: JointDesk,
        _ filter: WorkFilter,
        _ key: IdempotencyKey?,
        _ show: (JointQueue.Item) throws -> JSON
    ) throws -> Answer? {
        let answer: Answer?? = try tenants.run(desk.tenant.id) { tx in
            let free = try tx.query(
                """
                SELECT k.id FROM switchyard.ticket k WHERE \(filter.condition(desk)) AND k.id = \(id)
                    AND pg_try_advisory_xact_lock(hashtextextended(k.id::text, 0)) FOR UPDATE OF k
                """,
                "lock next case"
            )
            guard !free.isEmpty else { return nil }
            var file = try CaseFile.open(id, in: tx)
            try file.assign(to: person, because: "next_case")
            try file.save()
            let item = JointQueue.Item(tenant: desk.tenant, ticket: file.ticket, vault: try tx.vault())
            return try tx.once(key) {
                Answer(status: 200, body: try show(item), revision: file.ticket.revision)
            }
        }
        return answer ?? nil
    }
}
