import BusinessTime
import Switchyard

/// What one proposes and another decides, over HTTP: the same for every kind of it.
enum ApprovalHandlers<Subject: Approvable> {
    static func list(_ call: Call) async throws -> Reply {
        let states = try call.list("state", ApprovalState.init(rawValue:))
        let limit = try call.limit()
        let cursor = try call.cursor()
        return try await call.tenant { tx in
            let found = try Subject.page(states, before: cursor, limit: limit, in: tx)
            let page = found.prefix(limit)
            let next = found.count > limit ? page.last.map { Call.cursorText(at: $0.proposedAt, id: $0.id) } : nil
            return .json(["items": .array(page.map(\.json)), "next_cursor": next.json])
        }
    }
}

extension ApprovalHandlers where Subject: ClientApproved {
    static func read(_ call: Call) async throws -> Reply {
        let id = try call.id(Subject.pathName)
        return .json(try await call.tenant { try Subject.find(id, in: $0).json })
    }

    static func decide(_ call: Call) async throws -> Reply {
        let id = try call.id(Subject.pathName)
        let approved = try call.body.bool("approved")
        let note = try call.body.optionalString("note")
        return .json(try await call.tenant { try Subject.decide(id, approved: approved, note: note, in: $0).json })
    }

    static func withdraw(_ call: Call) async throws -> Reply {
        let id = try call.id(Subject.pathName)
        let note = try call.body.optionalString("note")
        return .json(try await call.tenant { try Subject.withdraw(id, note: note, in: $0).json })
    }
}
