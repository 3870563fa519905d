import Switchyard

extension Routes {
    static let people: [Route] = [
        Route(
            "GET",
            "/v1/people",
            .permission(.readDirectory),
            "People of the firm and its clients",
            query: ["status", "tenant", "cursor", "limit"],
            answer: PersonAnswers.page,
            PersonHandlers.list
        ),
        Route(
            "POST",
            "/v1/people",
            .permission(.managePeople),
            "Add a person",
            body: PersonBodies.person,
            answer: .made,
            success: 201,
            PersonHandlers.add
        ),
        Route(
            "POST",
            "/v1/people/table",
            .permission(.managePeople),
            "Take in people, roles and teams from a table; with dry_run what would become of each row",
            query: ["dry_run"],
            answer: PersonAnswers.table,
            rawBody: .table,
            demand: .stepUp,
            PeopleFileHandlers.take
        ),
        Route(
            "GET",
            "/v1/people/{person}",
            .permission(.readDirectory),
            "A person, with grants and teams",
            answer: PersonAnswers.details,
            PersonHandlers.read
        ),
        Route(
            "PUT",
            "/v1/people/{person}",
            .permission(.managePeople),
            "Change a person's name, address or language",
            body: PersonBodies.person,
            answer: PersonAnswers.person,
            demand: .stepUp,
            PersonHandlers.change
        ),
        Route(
            "DELETE",
            "/v1/people/{person}",
            .permission(.managePeople),
            "A person leaves, at once; their cases go back to the queue",
            success: 204,
            demand: .stepUp,
            PersonHandlers.leave
        ),
        Route(
            "POST",
            "/v1/people/{person}/keys",
            .permission(.managePeople),
            "Issue a person's API key",
            body: PersonBodies.agentKey,
            answer: SetUpAnswers.issuedKey,
            success: 201,
            demand: .stepUp,
            again: .answeredWithoutSecret,
            PersonHandlers.issueKey
        ),
        Route(
            "GET",
            "/v1/teams",
            .permission(.readDirectory),
            "Teams and how many serve on them",
            query: ["cursor", "limit"],
            answer: PersonAnswers.teams,
            TeamHandlers.list
        ),
        Route(
            "POST",
            "/v1/teams",
            .permission(.managePeople),
            "Add a team",
            body: PersonBodies.team,
            answer: .made,
            success: 201,
            TeamHandlers.add
        ),
        Route(
            "PUT",
            "/v1/teams/{team}/members/{person}",
            .permission(.managePeople),
            "Put a person on a team",
            body: PersonBodies.period,
            success: 204,
            TeamHandlers.addMember
        ),
        Route(
            "DELETE",
            "/v1/teams/{team}/members/{person}",
            .permission(.managePeople),
            "Take a person off a team",
            success: 204,
            TeamHandlers.removeMember
        ),
        Route(
            "PUT",
            "\(tenant)/desks/{level}",
            .permission(.managePeople),
            "Give a level's cases to a team",
            body: PersonBodies.desk,
            success: 204,
            TeamHandlers.setDesk
        ),
        Route(
            "POST",
            "/v1/grants",
            .permission(.managePeople),
            "Grant a person a role at a client, or over the firm",
            body: PersonBodies.grant,
            answer: .made,
            success: 201,
            demand: .stepUp,
            GrantHandlers.give
        ),
        Route(
            "DELETE",
            "/v1/grants/{grant}",
            .permission(.managePeople),
            "End a grant, at once",
            success: 204,
            GrantHandlers.end
        ),
    ]
}
