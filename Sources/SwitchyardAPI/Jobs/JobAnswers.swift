import Switchyard

/// Work that waits. Kinds are not listed: newer binaries have more of them.
enum JobAnswers {
    static let job: Schema = .named(
        "Job",
        .object([
            .required("id", .id), .required("kind", .said), .required("state", .oneOf(JobRecord.State.self)),
            .orNull("subject_id", .id), .required("attempts", .count), .orNull("run_at", .at),
            .orNull("deadline_at", .at), .orNull("word", .said), .orNull("ordering_key", .id),
            .required("failures", .many(.object([.required("at", .at), .required("code", .said)]))),
            .required("created_at", .at), .orNull("finished_at", .at),
        ])
    )

    static let page: Schema = .page(job)

    static let discarded: Schema = .named(
        "DiscardedJob",
        .object([.required("id", .id), .required("discarded", .boolean)])
    )

    static let tallies: Schema = .items(
        .named(
            "JobTally",
            .object([
                .required("tenant_id", .id), .required("kind", .said), .required("ready", .count),
                .required("waiting", .count), .required("blocked", .count), .required("running", .count),
                .required("dead", .count), .orNull("oldest_ready", .at),
            ])
        )
    )

    static let hold: Schema = .named(
        "JobHold",
        .object([
            .orNull("tenant_id", .id, "Null: of all tenants."), .required("kind", .said), .required("held_at", .at),
            .orNull("actor_kind", .said), .orNull("actor_id", .id), .orNull("actor_name", .said),
            .orNull("reason", .said),
        ])
    )

    static let cap: Schema = .named(
        "JobCap",
        .object([
            .required("tenant_id", .id), .required("kind", .said), .required("running_max", .count),
            .required("running", .count),
        ])
    )
}
