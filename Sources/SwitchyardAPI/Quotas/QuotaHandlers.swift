import Switchyard

/// What a client may use and has used.
enum QuotaHandlers {
    static func read(_ call: Call) async throws -> Reply {
        Reply(answer(try await call.tenant { try QuotaStanding.load(in: $0) }))
    }

    static func set(_ call: Call) async throws -> Reply {
        let limits = try Quotas.limits(call.body)
        let revision = try call.expectedRevision()
        return Reply(answer(try await call.tenant { try Quotas.set(limits, ifRevision: revision, in: $0) }))
    }

    private static func answer(_ standing: QuotaStanding) -> Answer {
        Answer(status: 200, body: standing.json, revision: standing.quotas.revision)
    }
}
