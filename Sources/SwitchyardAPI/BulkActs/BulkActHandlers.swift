import BusinessTime
import Foundation
import Switchyard

/// Acts on many cases of a tenant. They begin here and are run by the worker.
enum BulkActHandlers {
    static let preview: Schema = .named(
        "BulkActPreview",
        .object([.required("filter", BulkOrder.filterSchema)])
    )

    static let undoing: Schema = .named(
        "BulkActUndoing",
        .object([.required("reason", .text(1...CaseFile.reasonCharactersMax))])
    )

    static func preview(_ call: Call) async throws -> Reply {
        let filter = try call.body.object("filter")
        let preview = try await call.tenant { try BulkAct.preview(filter, in: $0) }
        return .json([
            "count": preview.count.json, "too_many": preview.isTooMany.json,
            "ticket_ids": preview.ticketIDs.json,
        ])
    }

    static func start(_ call: Call) async throws -> Reply {
        let order = try BulkOrder(call.body)
        let key = try await call.idempotencyKey()
        return Reply(
            try await call.tenant { tx in
                try tx.once(key) { try answer(BulkAct.start(order, in: tx), status: 201, in: tx) }
            }
        )
    }

    static func list(_ call: Call) async throws -> Reply {
        let (limit, cursor) = (try call.limit(), try call.cursor())
        let found = try await call.tenant { try BulkAct.page(before: cursor, limit: limit, in: $0) }
        let page = found.prefix(limit)
        let next = found.count > limit ? page.last.map { Call.cursorText(at: $0.startedAt, id: $0.id) } : nil
        return .json(["items": .array(page.map { .object(view($0)) }), "next_cursor": next.json])
    }

    static func read(_ call: Call) async throws -> Reply {
        let id = try call.id("bulk_act")
        return Reply(try await call.tenant { try answer(BulkAct.find(id, in: $0), in: $0) })
    }

    static func cases(_ call: Call) async throws -> Reply {
        let id = try call.id("bulk_act")
        let limit = try call.limit()
        let after = try call.number("cursor") ?? 0
        guard Int32(exactly: after) != nil else { throw RequestError.badParameter("cursor") }
        let state = try call.query["state"].map { text in
            guard let state = BulkActCase.State(rawValue: text) else { throw RequestError.badParameter("state") }
            return state
        }
        return try await call.tenant { tx in
            _ = try BulkAct.find(id, in: tx)
            let found = try BulkActCase.page(of: id, state: state, after: after, limit: limit, in: tx)
            let page = found.prefix(limit)
            let next = found.count > limit ? page.last.map { "\($0.position)" } : nil
            return .json(["items": .array(page.map(view)), "next_cursor": next.json])
        }
    }

    static func cancel(_ call: Call) async throws -> Reply {
        let id = try call.id("bulk_act")
        let revision = try call.expectedRevision()
        return Reply(try await call.tenant { try answer(BulkAct.cancel(id, ifRevision: revision, in: $0), in: $0) })
    }

    static func undo(_ call: Call) async throws -> Reply {
        let id = try call.id("bulk_act")
        let (reason, revision) = (try call.body.string("reason"), try call.expectedRevision())
        return Reply(
            try await call.tenant {
                try answer(BulkAct.undo(id, reason: reason, ifRevision: revision, in: $0), in: $0)
            }
        )
    }

    /// With how many of its cases are in which state.
    private static func answer(_ act: BulkAct, status: Int = 200, in tx: TenantTransaction) throws -> Answer {
        var body = view(act)
        let tally = try BulkActCase.tally(of: act.id, in: tx)
        var results = JSONObject()
        for state in BulkActCase.State.allCases { results[state.rawValue] = (tally[state] ?? 0).json }
        body["results"] = .object(results)
        return Answer(status: status, body: .object(body), revision: act.revision)
    }

    private static func view(_ act: BulkAct) -> JSONObject {
        [
            "id": act.id.json, "filter": act.filter, "act": act.wish.json, "state": .string(act.state.rawValue),
            "stopped": (act.stopped?.rawValue).json, "cases": act.cases.json, "undoable": act.wish.isUndoable.json,
            "person_id": act.personID.json, "undone_by": act.undoneBy.json,
            "started_at": .string(act.startedAt.iso8601), "finished_at": (act.finishedAt?.iso8601).json,
            "undone_at": (act.undoneAt?.iso8601).json, "revision": act.revision.json,
        ]
    }

    private static func view(_ row: BulkActCase) -> JSON {
        [
            "position": row.position.json, "ticket_id": row.ticketID.json, "state": .string(row.state.rawValue),
            "code": row.code.json, "event_sequence": row.sequence.json,
        ]
    }
}
