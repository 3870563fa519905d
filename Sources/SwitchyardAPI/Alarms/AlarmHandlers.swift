import BusinessTime
import Switchyard

/// What a client or the firm has to look at and is no case's.
enum AlarmHandlers {
    static let page: Schema = .page(
        .named(
            "Alarm",
            .object([
                .required("id", .id), .required("kind", .oneOf(Alarm.Kind.self)),
                .required("subject", .said, "The id of a source or of a subscription, or the name of a quota."),
                .required("since", .at, "From when on it has been so."), .required("raised_at", .at),
                .orNull("ended_at", .at, "Null while it stands."),
            ])
        )
    )

    static func list(_ call: Call) async throws -> Reply {
        let (limit, cursor) = (try call.limit(), try call.cursor())
        let state = try call.query["state"].map { text in
            guard let state = Alarm.State(rawValue: text) else { throw RequestError.badParameter("state") }
            return state
        }
        let found = try await call.tenant { try Alarm.page(state: state, before: cursor, limit: limit, in: $0) }
        let page = found.prefix(limit)
        let next = found.count > limit ? page.last.map { Call.cursorText(at: $0.raisedAt, id: $0.id) } : nil
        return .json(["items": .array(page.map(view)), "next_cursor": next.json])
    }

    private static func view(_ alarm: Alarm) -> JSON {
        [
            "id": alarm.id.json, "kind": .string(alarm.kind.rawValue), "subject": .string(alarm.subject),
            "since": .string(alarm.since.iso8601), "raised_at": .string(alarm.raisedAt.iso8601),
            "ended_at": (alarm.endedAt?.iso8601).json,
        ]
    }
}
