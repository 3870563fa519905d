import Switchyard

/// What the routes about cases take.
enum TicketBodies {
    static let nothing: Schema = .object([])

    static let reply: Schema = .named(
        "Reply",
        .object([
            .required("text", .bytes(1...Message.textBytesMax)),
            .optional(
                "status",
                .oneOf(TicketStatus.allCases.filter(\.isSettable).map(\.rawValue)),
                "What the case waits for from now on."
            ),
        ])
    )

    static let note: Schema = .named("Note", .object([.required("text", .bytes(1...Message.textBytesMax))]))

    static let merge: Schema = .named(
        "Merge",
        .object([
            .required("into", .format(.uuid), "The case that goes on."),
            .optional("reason", .text(1...CaseFile.reasonCharactersMax), "Needed between cases of two customers."),
        ])
    )

    static let split: Schema = .named(
        "Split",
        .object([
            .required("message_ids", .list(of: .format(.uuid), max: CaseFile.splitMessagesMax, min: 1)),
            .optional("subject", .text(1...300), "Default: the subject of this case."),
            .optional("reason", .text(1...CaseFile.reasonCharactersMax)),
        ])
    )

    static let assignment: Schema = .named(
        "Assignment",
        .object([.required("person_id", .format(.uuid), nullable: true, "Null gives it back to the desk.")])
    )

    static let priority: Schema = .named(
        "Priority",
        .object([
            .required("priority", .oneOf(TicketPriority.allCases.map(\.name))),
            .optional(
                "reason",
                .text(1...CaseFile.reasonCharactersMax),
                "Needed, of a supervisor, where it gives a clock more time after its breach or three quarters of its target."
            ),
        ])
    )
}
