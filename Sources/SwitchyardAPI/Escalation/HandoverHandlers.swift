import BusinessTime
import Foundation
import Switchyard

/// Work handed from one level, team or person to another.
enum HandoverHandlers {
    static let reason: Schema = .named(
        "HandoverReturn",
        .object([.required("note", .bytes(1...Handover.noteBytesMax))])
    )

    static func propose(_ call: Call) async throws -> Reply {
        let proposal = try CaseFile.HandoverProposal(call.body)
        return try await TicketHandlers.write(call, status: 201) { file in
            try file.proposeHandover(proposal)
            return try answer(file)
        }
    }

    static func accept(_ call: Call) async throws -> Reply {
        try await TicketHandlers.write(call) { file in
            try file.acceptHandover()
            return try answer(file)
        }
    }

    static func giveBack(_ call: Call) async throws -> Reply {
        let note = try call.body.string("note")
        return try await TicketHandlers.write(call) { file in
            try file.returnHandover(note: note)
            return try answer(file)
        }
    }

    static func ofTicket(_ call: Call) async throws -> Reply {
        let id = try call.id("ticket")
        let limit = try call.limit()
        let after = try call.query["cursor"].map { text in
            guard let number = Int32(text) else { throw RequestError.badParameter("cursor") }
            return Int(number)
        }
        return try await call.tenant { tx in
            let found = try CaseFile.read(id, in: tx).handovers().filter { $0.number > after ?? 0 }
            let page = found.prefix(limit)
            let next = found.count > limit ? page.last.map { "\($0.number)" } : nil
            return .json(["items": .array(page.map { .object(view($0)) }), "next_cursor": next.json])
        }
    }

    static func offers(_ call: Call) async throws -> Reply {
        var filter = HandoverOffer.Filter()
        filter.levels = try call.list("level") { Level(name: $0)?.rawValue }
        filter.team = try call.uuidParameter("team")
        filter.person = try call.uuidParameter("person")
        let limit = try call.limit()
        let cursor = try call.cursor()
        return try await call.tenant { [filter] tx in
            let found = try HandoverOffer.page(filter, after: cursor, limit: limit, in: tx)
            let page = found.prefix(limit)
            let next =
                found.count > limit
                ? page.last.map { Call.cursorText(at: $0.handover.expiresAt, id: $0.ticketID) } : nil
            return .json(["items": .array(page.map(view)), "next_cursor": next.json])
        }
    }

    private static func answer(_ file: CaseFile) throws -> JSONObject {
        ["handover": try file.handovers().last.map { .object(view($0)) } ?? .null]
    }

    private static func view(_ offer: HandoverOffer) -> JSON {
        var body = view(offer.handover)
        body["ticket_id"] = offer.ticketID.json
        body["reference"] = .string(offer.reference)
        body["priority"] = .string(offer.priority.name)
        return .object(body)
    }

    private static func view(_ handover: Handover) -> JSONObject {
        [
            "number": handover.number.json, "state": .string(handover.state.rawValue),
            "direction": .string(handover.direction.rawValue), "from_level": .string("L\(handover.fromLevel)"),
            "to_level": .string("L\(handover.toLevel)"), "team_id": handover.toTeamID.json,
            "person_id": handover.toPersonID.json, "expires_at": .string(handover.expiresAt.iso8601),
            "proposed": view(handover.proposed), "accepted": handover.acceptance.map(view) ?? .null,
            "ended": handover.end.map(view) ?? .null,
        ]
    }

    private static func view(_ act: Handover.Act) -> JSON {
        ["by": act.by.json, "at": .string(act.at.iso8601), "note": act.note.json]
    }
}
