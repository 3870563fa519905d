import Foundation
import Switchyard

/// Work that is held back: of a tenant, and of all of them.
enum JobHoldHandlers {
    static let schema: Schema = .object([
        .required("reason", .text(1...JobHold.reasonCharactersMax), "Why, for the record.")
    ])

    static func list(_ call: Call) async throws -> Reply {
        try await call.tenant { .json(["items": .array(try JobHold.all(in: $0).map(\.json))]) }
    }

    static func hold(_ call: Call) async throws -> Reply {
        let scope = try JobHandlers.scope(call)
        let reason = try call.body.string("reason")
        return try await call.tenant { .json(try JobHold.set(scope, reason: reason, in: $0).json) }
    }

    static func release(_ call: Call) async throws -> Reply {
        let scope = try JobHandlers.scope(call)
        try await call.tenant { try JobHold.end(scope, in: $0) }
        return .empty
    }

    static func listOfAll(_ call: Call) async throws -> Reply {
        let limit = try call.limit()
        let place = try JobHandlers.place(call)
        return try await call.directory { tx in
            let found = try JobHold.page(after: place, limit: limit + 1, in: tx)
            let page = found.prefix(limit)
            let next = found.count > limit ? page.last.map { JobHandlers.cursor($0.place) } : nil
            return .json(["items": .array(page.map(\.json)), "next_cursor": next.json])
        }
    }

    /// Who may not is not told which kinds there are.
    static func holdOfAll(_ call: Call) async throws -> Reply {
        let reason = try call.body.string("reason")
        return try await call.directory { tx in
            .json(try JobHold.set(try JobHandlers.scope(call), reason: reason, in: tx).json)
        }
    }

    static func releaseOfAll(_ call: Call) async throws -> Reply {
        try await call.directory { tx in try JobHold.end(try JobHandlers.scope(call), in: tx) }
        return .empty
    }
}
