import Switchyard

extension Routes {
    /// What a contract promises, how it was kept, and what is left out of its figures.
    static let contracts: [Route] = [
        Route(
            "PUT",
            "\(tenant)/service-levels",
            .permission(.configureTenant),
            "Publish a version of what the contract promises",
            body: ServiceLevelTerms.schema,
            answer: ContractAnswers.terms,
            AttainmentHandlers.publish
        ),
        Route(
            "GET",
            "\(tenant)/service-levels",
            .permission(.readReports),
            "What the contract promises in a month",
            query: ["month"],
            answer: ContractAnswers.termsOfMonth,
            AttainmentHandlers.terms
        ),
        Route(
            "POST",
            "\(tenant)/exclusions",
            .permission(.proposeExclusions),
            "Propose a window to be left out of the contract's figures",
            body: Exclusion.Proposal.schema,
            answer: ContractAnswers.exclusion,
            success: 201,
            ExclusionHandlers.propose
        ),
        Route(
            "GET",
            "\(tenant)/exclusions",
            .permission(.readReports),
            "What is left out of the contract's figures, or proposed to be, newest first",
            query: ["state", "cursor", "limit"],
            answer: ContractAnswers.exclusions,
            ApprovalHandlers<Exclusion>.list
        ),
        Route(
            "GET",
            "\(tenant)/exclusions/{exclusion}",
            .permission(.readReports),
            "Read an exclusion",
            answer: ContractAnswers.exclusion,
            ApprovalHandlers<Exclusion>.read
        ),
        Route(
            "PUT",
            "\(tenant)/exclusions/{exclusion}/decision",
            .permission(.decideExclusions),
            "The client approves or declines",
            body: ContractBodies.decision,
            answer: ContractAnswers.exclusion,
            demand: .stepUp,
            ApprovalHandlers<Exclusion>.decide
        ),
        Route(
            "PUT",
            "\(tenant)/exclusions/{exclusion}/withdrawal",
            .permission(.proposeExclusions),
            "The operator takes it back",
            body: ContractBodies.withdrawal,
            answer: ContractAnswers.exclusion,
            ApprovalHandlers<Exclusion>.withdraw
        ),
        Route(
            "POST",
            "\(ticket)/exclusions",
            .permission(.answerTickets),
            "Flag a case as a test or spam",
            body: ContractBodies.flag,
            answer: ContractAnswers.flagged,
            success: 201,
            ExclusionHandlers.flag
        ),
        Route(
            "POST",
            "\(tenant)/restatements",
            .permission(.proposeExclusions),
            "Propose to count closed clocks by another version of the policies",
            body: Restatement.Proposal.schema,
            answer: ContractAnswers.restatement,
            success: 201,
            RestatementHandlers.propose
        ),
        Route(
            "GET",
            "\(tenant)/restatements",
            .permission(.readReports),
            "How figures of the past were restated, or are proposed to be, newest first",
            query: ["state", "cursor", "limit"],
            answer: ContractAnswers.restatements,
            ApprovalHandlers<Restatement>.list
        ),
        Route(
            "GET",
            "\(tenant)/restatements/{restatement}",
            .permission(.readReports),
            "Read a restatement",
            answer: ContractAnswers.restatement,
            ApprovalHandlers<Restatement>.read
        ),
        Route(
            "PUT",
            "\(tenant)/restatements/{restatement}/decision",
            .permission(.decideExclusions),
            "The client approves, which makes a new revision of the reports, or declines",
            body: ContractBodies.decision,
            answer: ContractAnswers.restatement,
            demand: .stepUp,
            ApprovalHandlers<Restatement>.decide
        ),
        Route(
            "PUT",
            "\(tenant)/restatements/{restatement}/withdrawal",
            .permission(.proposeExclusions),
            "The operator takes back what waits",
            body: ContractBodies.withdrawal,
            answer: ContractAnswers.restatement,
            ApprovalHandlers<Restatement>.withdraw
        ),
        Route(
            "GET",
            "\(tenant)/reports/attainment",
            .permission(.readReports),
            "How an exchange's contract was kept in a month",
            query: ["month", "revision", "format"],
            answer: AttainmentAnswers.report,
            AttainmentHandlers.report
        ),
        Route(
            "GET",
            "\(tenant)/reports/attainment/clocks",
            .permission(.readReports),
            "The clocks that a figure of the contract is made of",
            query: ["month", "revision", "target", "cursor", "limit"],
            answer: AttainmentAnswers.clocks,
            AttainmentHandlers.clocks
        ),
        Route(
            "GET",
            "\(tenant)/reports/credits",
            .permission(.readReports),
            "What missing the contract's targets in a month costs, and what was earned back",
            query: ["month", "revision"],
            answer: AttainmentAnswers.credits,
            AttainmentHandlers.credits
        ),
        Route(
            "GET",
            "/v1/reports/attainment",
            .permission(.readReports),
            "How every contract one may see was kept in a month",
            query: ["month", "format"],
            answer: AttainmentAnswers.allReports,
            AttainmentHandlers.allReports
        ),
    ]
}
