import Switchyard

extension Routes {
    /// The work that waits.
    static let jobs: [Route] = [
        Route(
            "GET",
            "\(tenant)/jobs",
            .permission(.manageJobs),
            "The tenant's jobs, newest first",
            query: ["state", "kind", "cursor", "limit"],
            JobHandlers.list
        ),
        Route(
            "GET",
            "\(tenant)/jobs/top",
            .permission(.manageJobs),
            "How much work there is of each kind",
            JobHandlers.top
        ),
        Route(
            "GET",
            "\(tenant)/jobs/{job}",
            .permission(.manageJobs),
            "A job with its attempts and their errors",
            JobHandlers.read
        ),
        Route(
            "POST",
            "\(tenant)/jobs/{job}/retry",
            .permission(.manageJobs),
            "Try a job at once; a dead one begins again",
            body: TicketBodies.nothing,
            JobHandlers.retry
        ),
        Route(
            "POST",
            "\(tenant)/jobs/{job}/discard",
            .permission(.manageJobs),
            "Give a job up; a dead one is removed",
            body: TicketBodies.nothing,
            JobHandlers.discard
        ),
        Route(
            "GET",
            "\(tenant)/job-holds",
            .permission(.manageJobs),
            "Kinds of the tenant's work that are held back",
            JobHandlers.holds
        ),
        Route(
            "PUT",
            "\(tenant)/job-holds/{kind}",
            .permission(.manageJobs),
            "Hold a kind of the tenant's work back",
            JobHandlers.hold
        ),
        Route(
            "DELETE",
            "\(tenant)/job-holds/{kind}",
            .permission(.manageJobs),
            "Let a kind of the tenant's work go on",
            success: 204,
            JobHandlers.release
        ),
    ]
}
