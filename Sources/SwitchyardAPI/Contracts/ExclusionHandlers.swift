import Switchyard

/// What the routes about contracts take.
enum ContractBodies {
    static let decision: Schema = .named(
        "ApprovalDecision",
        .object([.required("approved", .boolean), .optional("note", .bytes(1...Exclusion.reasonBytesMax))])
    )

    static let withdrawal: Schema = .named(
        "ApprovalWithdrawal",
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

/// What is left out of a contract's figures, over HTTP; the rest of it is in `ApprovalHandlers`.
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
}
