import BusinessTime
import Foundation
import Switchyard

/// The work that waits for a tenant, seen and steered by the operator.
enum JobHandlers {
    static func list(_ call: Call) async throws -> Reply {
        let limit = try call.limit()
        let state = try call.query["state"].map { text in
            guard let state = JobRecord.State(rawValue: text) else { throw RequestError.badParameter("state") }
            return state
        }
        let cursor = try call.query["cursor"].map { text in
            guard let id = UUID(uuidString: text) else { throw RequestError.badParameter("cursor") }
            return id
        }
        let kind = call.query["kind"]
        return try await call.tenant { tx in
            let page = try JobRecord.page(state, kind: kind, before: cursor, limit: limit, in: tx)
            let next = page.count == limit ? page.last?.id : nil
            return .json(["items": .array(page.map(\.json)), "next_cursor": next.json])
        }
    }

    static func read(_ call: Call) async throws -> Reply {
        let id = try call.id("job")
        return try await call.tenant { .json(try JobRecord.find(id, in: $0).json) }
    }

    static func retry(_ call: Call) async throws -> Reply {
        let id = try call.id("job")
        let key = try await call.idempotencyKey()
        return Reply(
            try await call.tenant { tx in
                try tx.once(key) { Answer(status: 200, body: try JobRecord.retry(id, in: tx).json) }
            }
        )
    }

    static func discard(_ call: Call) async throws -> Reply {
        let id = try call.id("job")
        let key = try await call.idempotencyKey()
        return Reply(
            try await call.tenant { tx in
                try tx.once(key) {
                    try JobRecord.discard(id, in: tx)
                    return Answer(status: 200, body: ["id": id.json, "discarded": true])
                }
            }
        )
    }

    static func top(_ call: Call) async throws -> Reply {
        try await call.tenant { tx in
            .json(["items": .array(try JobTally.all(in: tx).map(\.json))])
        }
    }

    static func holds(_ call: Call) async throws -> Reply {
        try await call.tenant { .json(["items": .array(try JobHold.all(in: $0).map(hold))]) }
    }

    static func hold(_ call: Call) async throws -> Reply {
        let kind = try kind(call)
        return try await call.tenant { .json(hold(try JobHold.set(kind, in: $0))) }
    }

    static func release(_ call: Call) async throws -> Reply {
        let kind = try kind(call)
        try await call.tenant { try JobHold.end(kind, in: $0) }
        return .empty
    }

    private static func kind(_ call: Call) throws -> JobKind {
        guard let kind = JobKind(rawValue: call.parameters["kind"] ?? "") else { throw DomainError.notFound }
        return kind
    }

    private static func hold(_ hold: JobHold) -> JSON {
        ["kind": .string(hold.kind.rawValue), "held_at": .string(hold.since.iso8601)]
    }
}
