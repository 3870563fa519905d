import BusinessTime
import Foundation
import Switchyard

/// Who was told of what, and how that ended (`spec/sla.md E8`).
enum NoticeHandlers {
    static func ofTicket(_ call: Call) async throws -> Reply {
        let id = try call.id("ticket")
        let limit = try call.limit()
        let cursor = try call.cursor()
        return try await call.tenant { tx in
            _ = try Ticket.find(id, in: tx)
            let found = try CaseNotice.page(of: id, after: cursor, limit: limit, in: tx)
            let page = found.prefix(limit)
            let next = found.count > limit ? page.last.map { Call.cursorText(at: $0.createdAt, id: $0.id) } : nil
            return .json(["items": .array(page.map(json)), "next_cursor": next.json])
        }
    }

    static func digest(_ call: Call) async throws -> Reply {
        let id = try call.id("digest")
        let limit = try call.limit()
        let cursor = try call.query["cursor"].map { text in
            guard let ticket = UUID(uuidString: text) else { throw RequestError.badParameter("cursor") }
            return ticket
        }
        return try await call.tenant { tx in
            let digest = try Digest.find(id, in: tx)
            let found = try DigestCase.page(of: id, after: cursor, limit: limit + 1, in: tx)
            let page = found.prefix(limit)
            let next = found.count > limit ? page.last?.ticketID : nil
            return .json([
                "id": digest.id.json, "recipient": .string(digest.recipient.key),
                "opened_at": .string(digest.openedAt.iso8601), "closes_at": .string(digest.closesAt.iso8601),
                "closed_at": (digest.closedAt?.iso8601).json, "items": .array(page.map(json)),
                "next_cursor": (next?.text).json,
            ])
        }
    }

    private static func json(_ notice: CaseNotice) -> JSON {
        [
            "id": notice.id.json, "recipient": .string(notice.recipient.key), "metric": .string(notice.metric),
            "step": .string(notice.step), "level": .string("L\(notice.level)"), "at": .string(notice.at.iso8601),
            "told_at": .string(notice.createdAt.iso8601),
            "breach_retracted_at": (notice.breachRetractedAt?.iso8601).json,
            "delivery": [
                "id": notice.deliveryID.json, "kind": .string(notice.deliveryKind.rawValue),
                "state": .string(notice.deliveryState.rawValue), "code": notice.code.json,
                "concluded_at": (notice.concludedAt?.iso8601).json,
            ],
        ]
    }

    private static func json(_ one: DigestCase) -> JSON {
        [
            "ticket_id": one.ticketID.json, "reference": .string(one.reference), "priority": .string(one.priority.name),
            "metric": .string(one.metric), "step": .string(one.step), "level": .string("L\(one.level)"),
            "at": .string(one.at.iso8601), "due_at": (one.dueAt?.iso8601).json,
        ]
    }
}
