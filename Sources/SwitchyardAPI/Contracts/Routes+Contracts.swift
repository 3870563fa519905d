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
            AttainmentHandlers.publish
        ),
        Route(
            "GET",
            "\(tenant)/service-levels",
            .permission(.readReports),
            "What the contract promises in a month",
            query: ["month"],
            AttainmentHandlers.terms
        ),
        Route(
            "POST",
            "\(tenant)/exclusions",
            .permission(.proposeExclusions),
            "Propose a window to be left out of the contract's figures",
            body: Exclusion.Proposal.schema,
            success: 201,
            ExclusionHandlers.propose
        ),
        Route(
            "GET",
            "\(tenant)/exclusions",
            .permission(.readReports),
            "What is left out of the contract's figures, or proposed to be, newest first",
            query: ["state", "cursor", "limit"],
            ExclusionHandlers.list
        ),
        Route(
            "GET",
            "\(tenant)/exclusions/{exclusion}",
            .permission(.readReports),
            "Read an exclusion",
            ExclusionHandlers.read
        ),
        Route(
            "PUT",
            "\(tenant)/exclusions/{exclusion}/decision",
            .permission(.decideExclusions),
            "The client approves or declines",
            body: ContractBodies.decision,
            ExclusionHandlers.decide
        ),
        Route(
            "PUT",
            "\(tenant)/exclusions/{exclusion}/withdrawal",
            .permission(.proposeExclusions),
            "The operator takes it back",
            body: ContractBodies.withdrawal,
            ExclusionHandlers.withdraw
        ),
        Route(
            "POST",
            "\(ticket)/exclusions",
            .permission(.answerTickets),
            "Flag a case as a test or spam",
            body: ContractBodies.flag,
            success: 201,
            ExclusionHandlers.flag
        ),
        Route(
            "GET",
            "\(tenant)/reports/attainment",
            .permission(.readReports),
            "How an exchange's contract was kept in a month",
            query: ["month", "format"],
            AttainmentHandlers.report
        ),
        Route(
            "GET",
            "\(tenant)/reports/attainment/clocks",
            .permission(.readReports),
            "The clocks that a figure of the contract is made of",
            query: ["month", "target", "cursor", "limit"],
            AttainmentHandlers.clocks
        ),
        Route(
            "GET",
            "/v1/reports/attainment",
            .permission(.readReports),
            "How every contract one may see was kept in a month",
            query: ["month", "format"],
            AttainmentHandlers.allReports
        ),
    ]
}
