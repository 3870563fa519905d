import BusinessTime
import Foundation
import Switchyard

/// Bad scores to look into, for supervisors.
enum FollowUpHandlers {
    static let completion: Schema = .named(
        "FollowUpCompletion",
        .object([.required("note", .bytes(1...Message.textBytesMax), "What came of it; a note on the case.")])
    )

    static func list(_ call: Call) async throws -> Reply {
        let limit = try call.limit()
        let cursor = try call.cursor()
        let state = try call.query["state"].map { text in
            guard let state = FollowUp.State(rawValue: text) else { throw RequestError.badParameter("state") }
            return state
        }
        return try await call.tenant { tx in
            let page = try FollowUp.page(state, after: cursor, limit: limit, in: tx)
            let next = page.count == limit ? page.last.map { Call.cursorText(at: $0.dueAt, id: $0.id) } : nil
            let now = try tx.now
            return .json(["items": .array(page.map { view($0, at: now) }), "next_cursor": next.json])
        }
    }

    static func complete(_ call: Call) async throws -> Reply {
        let id = try call.id("follow_up")
        let note = try call.body.string("note")
        let key = try await call.idempotencyKey()
        return Reply(
            try await call.tenant { tx in
                try tx.once(key) {
                    let done = try FollowUp.complete(id, note: note, in: tx)
                    return Answer(status: 200, body: view(done, at: try tx.now))
                }
            }
        )
    }

    private static func view(_ followUp: FollowUp, at now: Instant) -> JSON {
        [
            "id": followUp.id.json, "ticket_id": followUp.ticketID.json, "state": .string(followUp.state.rawValue),
            "score": followUp.score.json, "supervisor_id": followUp.supervisorID.json,
            "proposes_complaint": followUp.proposesComplaint.json, "opened_at": .string(followUp.openedAt.iso8601),
            "due_at": .string(followUp.dueAt.iso8601), "is_overdue": followUp.isOverdue(at: now).json,
            "done_at": (followUp.doneAt?.iso8601).json, "done_by": followUp.doneBy.json,
        ]
    }
}
