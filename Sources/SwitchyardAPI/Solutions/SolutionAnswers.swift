import Switchyard

enum SolutionAnswers {
    static let page: Schema = .page(
        .named(
            "SolutionVersion",
            .object([
                .required("ticket_id", .id), .required("reference", .said), .required("version", .count),
                .required("category", .oneOf(TicketCategory.self)), .required("level", .level),
                .required("text", .said), .orNull("written_by", .id), .required("written_at", .at),
            ])
        )
    )
}
