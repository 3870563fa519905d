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

    /// Over all tenants.
    static func topOfAll(_ call: Call) async throws -> Reply {
        let limit = try call.limit()
        return try await call.directory { tx in
            .json(["items": .array(try JobTally.all(in: tx, limit: limit).map(\.json))])
        }
    }

    static let capSchema: Schema = .object([
        .required(
            "running_max",
            .integer(Int64(JobCap.runningMaxes.lowerBound)...Int64(JobCap.runningMaxes.upperBound))
        )
    ])

    static func caps(_ call: Call) async throws -> Reply {
        try await call.tenant { .json(["items": .array(try JobCap.all(in: $0).map(\.json))]) }
    }

    static func capsOfAll(_ call: Call) async throws -> Reply {
        let limit = try call.limit()
        let place = try place(call)
        return try await call.directory { tx in
            let found = try JobCap.page(after: place, limit: limit + 1, in: tx)
            let page = found.prefix(limit)
            let next = found.count > limit ? page.last.map { cursor($0.place) } : nil
            return .json(["items": .array(page.map(\.json)), "next_cursor": next.json])
        }
    }

    static func setCap(_ call: Call) async throws -> Reply {
        let scope = try scope(call)
        let runningMax = Int(try call.body.integer("running_max"))
        return try await call.tenant { .json(try JobCap.set(scope, runningMax: runningMax, in: $0).json) }
    }

    static func removeCap(_ call: Call) async throws -> Reply {
        let scope = try scope(call)
        try await call.tenant { try JobCap.end(scope, in: $0) }
        return .empty
    }

    static func scope(_ call: Call) throws -> JobScope {
        guard let scope = JobScope(call.parameters["kind"] ?? "") else { throw DomainError.notFound }
        return scope
    }

    /// `tenant_kind`, and `_kind` where it is of all tenants.
    static func cursor(_ place: JobPlace) -> String { "\(place.tenantID?.text ?? "")_\(place.kind)" }

    static func place(_ call: Call) throws -> JobPlace? {
        guard let text = call.query["cursor"] else { return nil }
        let parts = text.split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { throw RequestError.badParameter("cursor") }
        let tenant = UUID(uuidString: String(parts[0]))
        guard tenant != nil || parts[0].isEmpty else { throw RequestError.badParameter("cursor") }
        return JobPlace(tenantID: tenant, kind: String(parts[1]))
    }
}
