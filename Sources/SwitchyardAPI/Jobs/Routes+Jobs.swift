import Switchyard

extension Routes {
    /// The work that waits.
    static let jobs: [Route] = [
        Route(
            "GET",
            "/v1/jobs/top",
            .permission(.manageJobs),
            "How much work there is of each kind and tenant, what has most ready first",
            query: ["limit"],
            answer: JobAnswers.tallies,
            JobHandlers.topOfAll
        ),
        Route(
            "GET",
            "\(tenant)/jobs",
            .permission(.manageJobs),
            "The tenant's jobs, newest first",
            query: ["state", "kind", "cursor", "limit"],
            answer: JobAnswers.page,
            JobHandlers.list
        ),
        Route(
            "GET",
            "\(tenant)/jobs/top",
            .permission(.manageJobs),
            "How much work there is of each kind",
            answer: JobAnswers.tallies,
            JobHandlers.top
        ),
        Route(
            "GET",
            "\(tenant)/jobs/{job}",
            .permission(.manageJobs),
            "A job with its attempts and their errors",
            answer: JobAnswers.job,
            JobHandlers.read
        ),
        Route(
            "POST",
            "\(tenant)/jobs/{job}/retry",
            .permission(.manageJobs),
            "Try a job at once; a dead one begins again",
            body: TicketBodies.nothing,
            answer: JobAnswers.job,
            JobHandlers.retry
        ),
        Route(
            "POST",
            "\(tenant)/jobs/{job}/discard",
            .permission(.manageJobs),
            "Give a job up; a dead one is removed",
            body: TicketBodies.nothing,
            answer: JobAnswers.discarded,
            JobHandlers.discard
        ),
        Route(
            "GET",
            "\(tenant)/job-holds",
            .permission(.manageJobs),
            "Kinds of the tenant's work that are held back; `all` is every kind",
            answer: .items(JobAnswers.hold),
            JobHoldHandlers.list
        ),
        Route(
            "PUT",
            "\(tenant)/job-holds/{kind}",
            .permission(.manageJobs),
            "Hold a kind of the tenant's work back",
            body: JobHoldHandlers.schema,
            answer: JobAnswers.hold,
            JobHoldHandlers.hold
        ),
        Route(
            "DELETE",
            "\(tenant)/job-holds/{kind}",
            .permission(.manageJobs),
            "Let a kind of the tenant's work go on",
            success: 204,
            JobHoldHandlers.release
        ),
        Route(
            "GET",
            "/v1/job-holds",
            .permission(.manageJobs),
            "What is held back for all tenants, and of each: by whom, since when and why",
            query: ["cursor", "limit"],
            answer: .page(JobAnswers.hold),
            JobHoldHandlers.listOfAll
        ),
        Route(
            "PUT",
            "/v1/job-holds/{kind}",
            .permission(.manageJobs),
            "Hold a kind of work back for all tenants; `all` is every kind",
            body: JobHoldHandlers.schema,
            answer: JobAnswers.hold,
            JobHoldHandlers.holdOfAll
        ),
        Route(
            "DELETE",
            "/v1/job-holds/{kind}",
            .permission(.manageJobs),
            "Let a kind of work go on that was held back for all tenants",
            success: 204,
            JobHoldHandlers.releaseOfAll
        ),
        Route(
            "GET",
            "\(tenant)/job-caps",
            .permission(.manageJobs),
            "How much of the tenant's work may be under way at once, by kind; `all` is of those without a cap of their own",
            answer: .items(JobAnswers.cap),
            JobHandlers.caps
        ),
        Route(
            "GET",
            "/v1/job-caps",
            .permission(.manageJobs),
            "The caps of all tenants, and how much is under way under each",
            query: ["cursor", "limit"],
            answer: .page(JobAnswers.cap),
            JobHandlers.capsOfAll
        ),
        Route(
            "PUT",
            "\(tenant)/job-caps/{kind}",
            .permission(.manageJobs),
            "Set how much of a kind of the tenant's work may be under way at once",
            body: JobHandlers.capSchema,
            answer: JobAnswers.cap,
            JobHandlers.setCap
        ),
        Route(
            "DELETE",
            "\(tenant)/job-caps/{kind}",
            .permission(.manageJobs),
            "Remove the cap of a kind of the tenant's work",
            success: 204,
            JobHandlers.removeCap
        ),
    ]
}
