import BusinessTime
import Foundation
import Switchyard

/// The joint queue. No tenant is in the path: which ones there are is the caller's own affair, asked anew each time.
enum QueueHandlers {
    static func list(_ call: Call) async throws -> Reply {
        let filter = try filter(call)
        let limit = try call.limit()
        let place = try call.cursor().map { JointQueue.Place(at: $0.at, id: $0.id) }
        let desks = try await call.directory { try JointDesk.all(in: $0) }
        return try await call.manyTenants { tenants in
            let page = try JointQueue.page(filter, over: desks, after: place, limit: limit, in: tenants)
            let next = page.next.map { Call.cursorText(at: $0.at, id: $0.id) }
            return try .page(page.items, next: next) { try put($0, into: &$1) }
        }
    }

    private static func filter(_ call: Call) throws -> WorkFilter {
        var filter = WorkFilter()
        filter.tenants = try call.list("tenant") { $0 }
        filter.statuses = try call.list("status", TicketStatus.init(rawValue:))
        filter.levels = try call.list("level") { Level(name: $0)?.rawValue }
        filter.channels = try call.list("channel", TicketChannel.init(rawValue:))
        filter.languages = try call.list("language") { StringFormat.language.matches($0) ? $0 : nil }
        filter.categories = try call.list("category", TicketCategory.init(rawValue:))
        filter.team = try call.uuidParameter("team")
        filter.holder = try holder(call)
        filter.isSuiting = try call.flag("suiting")
        filter.isUnserved = try call.flag("unserved")
        return filter
    }

    /// `me`, `nobody`, or a person's id.
    private static func holder(_ call: Call) throws -> WorkFilter.Holder {
        switch call.query["assignee"] {
        case nil: return .anybody
        case "nobody": return .nobody
        case "me":
            guard let person = call.actor.personID else { throw RequestError.badParameter("assignee") }
            return .person(person)
        default: return try call.uuidParameter("assignee").map { .person($0) } ?? .anybody
        }
    }

    static let wish: Schema = .named(
        "NextCaseWish",
        .object([
            .optional("tenants", .list(of: .text(1...100), max: 100), "Only of these, by id or slug."),
            .optional("levels", .list(of: .oneOf(["L0", "L1", "L2", "L3", "L4"]), max: 5)),
            .optional("channels", .list(of: .oneOf(TicketChannel.self), max: 20)),
            .optional("languages", .list(of: .format(.language), max: 50)),
            .optional("categories", .list(of: .oneOf(TicketCategory.self), max: 20)),
            .optional("team_id", .format(.uuid)),
        ])
    )

    static let presenceBody: Schema = .named(
        "Presence",
        .object([
            .required("state", .oneOf(Presence.State.self)),
            .optional(
                "capacity",
                .integer(Presence.capacityRange),
                "What is enough in hand: a call weighs 100, a chat 33, a post 20, everything else 10."
            ),
        ])
    )

    /// Why somebody is given nothing.
    enum NoCase: String, CaseIterable {
        case nothingFree = "nothing_free"
        case enoughInHand = "enough_in_hand"
    }

    static func next(_ call: Call) async throws -> Reply {
        let person = try person(call)
        let wish = try wish(call.body)
        let key = try await call.idempotencyKey()
        let outcome = try await call.manyTenants { tenants in
            try NextCase.hand(to: person, wish, key: key, in: tenants) { item in
                var body = JSONObject()
                try put(item, into: &body)
                return ["case": .object(body)]
            }
        }
        switch outcome {
        case .handed(let answer): return Reply(answer)
        case .nothing: return .json(["case": nil, "reason": .string(NoCase.nothingFree.rawValue)])
        case .full: return .json(["case": nil, "reason": .string(NoCase.enoughInHand.rawValue)])
        }
    }

    static func presence(_ call: Call) async throws -> Reply {
        let person = try person(call)
        return .json(view(try await call.directory { try Presence.find(person, in: $0) }))
    }

    static func setPresence(_ call: Call) async throws -> Reply {
        let person = try person(call)
        guard let state = Presence.State(rawValue: try call.body.string("state")) else { throw DomainError.notFound }
        let capacity = try call.body.optionalInteger("capacity").map(Int.init)
        return .json(view(try await call.directory { try Presence.set(state, capacity: capacity, of: person, in: $0) }))
    }

    /// A key that is no person's has no desk.
    private static func person(_ call: Call) throws -> UUID {
        guard let person = call.actor.personID else { throw DomainError.forbidden }
        return person
    }

    private static func wish(_ body: JSON) throws -> WorkFilter {
        var wish = WorkFilter()
        wish.tenants = try body.optionalStrings("tenants") ?? []
        wish.levels = try (body.optionalStrings("levels") ?? []).compactMap { Level(name: $0)?.rawValue }
        wish.channels = try (body.optionalStrings("channels") ?? []).compactMap(TicketChannel.init(rawValue:))
        wish.languages = try body.optionalStrings("languages") ?? []
        wish.categories = try (body.optionalStrings("categories") ?? []).compactMap(TicketCategory.init(rawValue:))
        wish.team = try body.optionalUUID("team_id")
        return wish
    }

    private static func view(_ presence: Presence) -> JSON {
        [
            "state": .string(presence.state.rawValue), "capacity": presence.capacity.json,
            "seen_at": .string(presence.seenAt.iso8601),
            "until": .string(presence.seenAt.adding(seconds: Presence.seconds).iso8601),
        ]
    }

    private static func put(_ item: JointQueue.Item, into members: inout some JSONMembers) throws {
        try TicketView.put(item.ticket, vault: item.vault, into: &members)
        members.put(
            "tenant",
            [
                "id": item.tenant.id.json, "slug": .string(item.tenant.slug), "name": .string(item.tenant.name),
            ] as JSON
        )
    }
}
