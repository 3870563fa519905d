import Switchyard

enum FollowUpAnswers {
    static let followUp: Schema = .named(
        "FollowUp",
        .object([
            .required("id", .id), .required("ticket_id", .id), .required("state", .oneOf(FollowUp.State.self)),
            .required("score", .integer(1...5)), .orNull("supervisor_id", .id),
            .required("proposes_complaint", .boolean), .required("opened_at", .at), .required("due_at", .at),
            .required("is_overdue", .boolean), .orNull("done_at", .at), .orNull("done_by", .id),
        ])
    )

    static let page: Schema = .page(followUp)
}
