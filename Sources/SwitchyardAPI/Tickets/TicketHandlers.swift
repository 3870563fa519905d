import BusinessTime
import Foundation
import Switchyard

/// Cases over HTTP. Each handler decodes, enters the tenant once, and shows what came of it.
enum TicketHandlers {
    static func open(_ call: Call) async throws -> Reply {
        let request = try IntakeRequest(call.body)
        let key = try await call.idempotencyKey()
        return Reply(try await call.tenant { try Intake.receive(request, key: key, in: $0) })
    }

    static func addMessage(_ call: Call) async throws -> Reply {
        let message = try IntakeMessage(call.body)
        let ticket = try call.id("ticket")
        let key = try await call.idempotencyKey()
        return Reply(try await call.tenant { try Intake.message(message, on: ticket, key: key, in: $0) })
    }

    static func list(_ call: Call) async throws -> Reply {
        let filter = try filter(call)
        let limit = try call.limit()
        let cursor = try call.cursor().map { TicketList.Cursor(at: $0.at, id: $0.id) }
        return try await call.tenant { tx in
            let page = try TicketList.page(filter, after: cursor, limit: limit, in: tx)
            let vault = try tx.vault()
            let next = page.hasMore ? page.tickets.last.map { Call.cursorText(at: $0.createdAt, id: $0.id) } : nil
            return try .page(page.tickets, next: next) { try TicketView.put($0, vault: vault, into: &$1) }
        }
    }

    private static func filter(_ call: Call) throws -> TicketList.Filter {
        var filter = TicketList.Filter()
        filter.statuses = try call.list("status", TicketStatus.init(rawValue:))
        filter.levels = try call.list("level") { Level(name: $0)?.rawValue }
        filter.priorities = try call.list("priority", TicketPriority.init(name:))
        filter.team = try call.uuidParameter("team")
        filter.assignee = try call.uuidParameter("assignee")
        filter.customer = try call.uuidParameter("customer")
        filter.hasStandingAlarm = try call.flag("standing_alarm")
        filter.hasNoPolicy = try call.flag("without_policy")
        filter.words = call.query["q"]
        filter.reference = call.query["reference"]
        return filter
    }

    static func read(_ call: Call) async throws -> Reply {
        let id = try call.id("ticket")
        return try await call.tenant { tx in
            let vault = try tx.vault()
            let details = try TicketDetails.read(id, in: tx)
            var reply = try Reply.object { try TicketView.put(details, vault: vault, into: &$0) }
            reply.headers.append(("etag", ETag.text(details.ticket.revision)))
            return reply
        }
    }

    static func messages(_ call: Call) async throws -> Reply {
        let id = try call.id("ticket")
        let limit = try call.limit()
        let cursor = try call.cursor()
        return try await call.tenant { tx in
            _ = try Ticket.find(id, in: tx)
            let found = try Message.page(of: id, after: cursor, limit: limit, in: tx)
            let page = found.prefix(limit)
            let next = found.count > limit ? page.last.map { Call.cursorText(at: $0.occurredAt, id: $0.id) } : nil
            return .json(["items": .array(page.map(TicketView.message)), "next_cursor": next.json])
        }
    }

    static func events(_ call: Call) async throws -> Reply {
        let id = try call.id("ticket")
        let limit = try call.limit()
        let after = try call.query["cursor"].map { text in
            guard let sequence = Int32(text) else { throw RequestError.badParameter("cursor") }
            return Int(sequence)
        }
        return try await call.tenant { tx in
            _ = try Ticket.find(id, in: tx)
            let found = try CaseEvent.page(of: id, after: after ?? 0, limit: limit, in: tx)
            let page = found.prefix(limit)
            let next = found.count > limit ? page.last.map { "\($0.sequence)" } : nil
            let seesScores = try tx.seesSingleScores
            let items = page.map { TicketView.event($0, seesScores: seesScores) }
            return .json(["items": .array(items), "next_cursor": next.json])
        }
    }

    static func reply(_ call: Call) async throws -> Reply {
        let text = try call.body.string("text")
        let status = try call.body.optionalString("status").flatMap(TicketStatus.init(rawValue:))
        return try await write(call, status: 201) { file in
            ["message_id": try file.reply(text, status: status).json]
        }
    }

    static func note(_ call: Call) async throws -> Reply {
        let text = try call.body.string("text")
        return try await write(call, status: 201) { file in ["message_id": try file.note(text).json] }
    }

    static func assign(_ call: Call) async throws -> Reply {
        let person = try call.body.optionalUUID("person_id")
        return try await write(call) { file in
            try file.assign(to: person)
            return [:]
        }
    }

    static func setPriority(_ call: Call) async throws -> Reply {
        guard let priority = TicketPriority(name: try call.body.string("priority")) else { throw DomainError.notFound }
        let reason = try call.body.optionalString("reason")
        return try await write(call) { file in
            try file.setPriority(priority, reason: reason)
            return [:]
        }
    }

    static func setStatus(_ call: Call) async throws -> Reply {
        guard let status = TicketStatus(rawValue: try call.body.string("status")) else { throw DomainError.notFound }
        return try await write(call) { file in
            try file.setStatus(status)
            return [:]
        }
    }

    static func acknowledge(_ call: Call) async throws -> Reply {
        try await write(call) { file in
            ["held_until": .string(try file.acknowledge().iso8601)]
        }
    }

    static func resolve(_ call: Call) async throws -> Reply {
        try await write(call) { file in
            try file.resolve()
            return [:]
        }
    }

    static func reopen(_ call: Call) async throws -> Reply {
        try await write(call) { file in
            try file.reopen()
            return [:]
        }
    }

    /// Every act on a case: under its lock, against the revision the caller saw, once for its key, answered with the case.
    static func write(
        _ call: Call,
        status: Int = 200,
        _ act: @escaping @Sendable (inout CaseFile) throws -> JSONObject
    ) async throws -> Reply {
        let id = try call.id("ticket")
        let key = try await call.idempotencyKey()
        let expected = try call.expectedRevision()
        return Reply(
            try await call.tenant { tx in
                try tx.once(key) {
                    var file = try CaseFile.open(id, in: tx)
                    try file.requireUnmerged()
                    try file.requireRevision(expected)
                    let extra = try act(&file)
                    try file.save()
                    return try answer(file, status: status, extra, in: tx)
                }
            }
        )
    }

    /// The case after an act, with what the act adds.
    static func answer(
        _ file: CaseFile,
        status: Int,
        _ extra: JSONObject = [:],
        in tx: TenantTransaction
    ) throws -> Answer {
        var body = JSONObject()
        try TicketView.put(file.ticket, vault: tx.vault(), into: &body)
        for member in extra.members { body[member.key] = member.value }
        return Answer(status: status, body: .object(body), revision: file.ticket.revision)
    }
}
