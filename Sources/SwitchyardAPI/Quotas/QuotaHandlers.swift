import Switchyard

/// What a client may use and has used.
enum QuotaHandlers {
    static let standing: Schema = .named(
        "QuotaStanding",
        .object(
            [
                .required("day", .object([.required("from", .at), .required("until", .at)]), "In the client's zone."),
                .orNull("counted_until", .at), .orNull("intake_closed_until", .at), .required("revision", .count),
            ] + Quotas.Name.allCases.map { .required($0.rawValue, use) }
        )
    )

    private static let use: Schema = .named(
        "QuotaUse",
        .object([
            .required("used", .count), .orNull("limit", .count, "Null is without limit."),
            .required("is_hard", .boolean), .orNull("share_bp", .count, "Of the limit, in basis points."),
        ])
    )

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
