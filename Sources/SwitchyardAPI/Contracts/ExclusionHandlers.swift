import BusinessTime
import Foundation
import Switchyard

/// What the routes about contracts take.
enum ContractBodies {
    static let decision: Schema = .named(
        "ExclusionDecision",
        .object([.required("approved", .boolean), .optional("note", .bytes(1...Exclusion.reasonBytesMax))])
    )

    static let withdrawal: Schema = .named(
        "ExclusionWithdrawal",
        .object([.optional("note", .bytes(1...Exclusion.reasonBytesMax))])
    )

    static let flag: Schema = .named(
        "CaseFlag",
        .object([
            .required("kind", .oneOf(Exclusion.Kind.allCases.filter { $0.reach == .wholeCase }.map(\.rawValue))),
            .required("reason", .bytes(1...Exclusion.reasonBytesMax)),
        ])
    )
}

/// What is left out of a contract's figures, over HTTP.
enum ExclusionHandlers {
    static func propose(_ call: Call) async throws -> Reply {
        let proposal = try Exclusion.Proposal(call.body)
        let key = try await call.idempotencyKey()
        return Reply(
            try await call.tenant { tx in
                try tx.once(key) { Answer(status: 201, body: try Exclusion.propose(proposal, in: tx).json) }
            }
        )
    }

    static func flag(_ call: Call) async throws -> Reply {
        guard let kind = Exclusion.Kind(rawValue: try call.body.string("kind")) else { throw DomainError.notFound }
        let reason = try call.body.string("reason")
        return try await TicketHandlers.write(call, status: 201) { file in
            ["exclusion": try file.proposeExclusion(kind, reason: reason).json]
        }
    }

    static func list(_ call: Call) async throws -> Reply {
        let states = try call.list("state", Exclusion.State.init(rawValue:))
        let limit = try call.limit()
        let cursor = try call.cursor()
        return try await call.tenant { tx in
            let found = try Exclusion.page(states, before: cursor, limit: limit, in: tx)
            let page = found.prefix(limit)
            let next = found.count > limit ? page.last.map { Call.cursorText(at: $0.proposedAt, id: $0.id) } : nil
            return .json(["items": .array(page.map(\.json)), "next_cursor": next.json])
        }
    }

    static func read(_ call: Call) async throws -> Reply {
        let id = try call.id("exclusion")
        return .json(try await call.tenant { try Exclusion.find(id, in: $0).json })
    }

    static func decide(_ call: Call) async throws -> Reply {
        let id = try call.id("exclusion")
        let approved = try call.body.bool("approved")
        let note = try call.body.optionalString("note")
        return .json(try await call.tenant { try Exclusion.decide(id, approved: approved, note: note, in: $0).json })
    }

    static func withdraw(_ call: Call) async throws -> Reply {
        let id = try call.id("exclusion")
        let note = try call.body.optionalString("note")
        return .json(try await call.tenant { try Exclusion.withdraw(id, note: note, in: $0).json })
    }
}
