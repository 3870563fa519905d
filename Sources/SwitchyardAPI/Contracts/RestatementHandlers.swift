import Switchyard

/// Figures of the past counted by other policies, over HTTP; the rest of it is in `ApprovalHandlers`.
enum RestatementHandlers {
    static func propose(_ call: Call) async throws -> Reply {
        let proposal = try Restatement.Proposal(call.body)
        let key = try await call.idempotencyKey()
        return Reply(
            try await call.tenant { tx in
                try tx.once(key) { Answer(status: 201, body: try Restatement.propose(proposal, in: tx).json) }
            }
        )
    }
}
