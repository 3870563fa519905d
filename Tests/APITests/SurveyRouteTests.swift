import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Scores over HTTP: each for who leads, in groups for agents (`spec/surveys-reports.md V12`); follow-ups for supervisors.
@Suite(.needsDatabase) struct SurveyRouteTests {
    private static let may = "from=2026-05-01&to=2026-06-01"

    private func asked(_ scores: [Int]) async throws -> AskedCustomer {
        let first = try await AskedCustomer.make()
        await first.answer(scores[0])
        for score in scores.dropFirst() {
            await (try await AskedCustomer.make(in: first.api, clock: first.clock)).answer(score)
        }
        return first
    }

    private func scores(_ api: API, _ credential: TenantFixture.Credential, _ query: String) async -> Reply {
        await api.send("GET", "\(api.tenant)/reports/survey-scores", as: credential, query: query)
    }

    @Test func fourAnswersAreShownToALeadAndNotToAnAgent() async throws {
        let api = try await asked([5, 5, 1, 4]).api
        let agent = api.fixture.agent().credential
        for (credential, sees) in [
            (api.fixture.lead().credential, true), (api.fixture.tenantAdmin, true), (agent, false),
        ] {
            let reply = await scores(api, credential, "\(Self.may)&by=channel")
            #expect(reply.status == 200)
            #expect(try reply.json.object("total").integer("answered") == (sees ? 4 : 0))
            #expect(try reply.json.array("groups").count == (sees ? 1 : 0))
            #expect(try reply.json.integer("answers_in_hidden_groups") == (sees ? 0 : 4))
        }
        let report = await api.send("GET", "\(api.tenant)/reports/service-levels", as: agent, query: Self.may)
        #expect(try report.json.object("surveys")["hidden"] == true)
        #expect(try report.json.object("surveys")["answered"] == nil)
    }

    @Test func fiveAnswersAreShownToAnAgentForAWholeMonthOnly() async throws {
        let api = try await asked([5, 5, 1, 4, 3]).api
        let agent = api.fixture.agent().credential
        let total = try await scores(api, agent, "\(Self.may)&by=touch").json
        #expect(try total.object("total").integer("answered") == 5)
        #expect(try total.object("total").string("csat_percent") == "60.00")
        let touched = try #require(try total.array("groups").first)
        #expect(touched["key"] == api.fixture.agent().personID.json)
        for period in [
            "from=2026-05-01&to=2026-05-05", "from=2026-05-04&to=2026-06-04", "from=2026-05-01&to=2026-07-01",
        ] {
            #expect(await scores(api, agent, period).faults == ["/to out_of_range"])
            #expect(await scores(api, api.fixture.lead().credential, period).status == 200)
        }
    }

    @Test(arguments: SurveyScores.Grouping.allCases) func everyGroupingAddsUp(
        _ grouping: SurveyScores.Grouping
    ) async throws {
        let api = try await asked([5, 2]).api
        let reply = try await scores(api, api.fixture.tenantAdmin, "\(Self.may)&by=\(grouping.rawValue)").json
        let groups = try reply.array("groups")
        #expect(try groups.map { try $0.integer("answered") }.reduce(0, +) == 2)
        #expect(try groups.allSatisfy { try $0.optionalString("key") != nil })
        #expect(try groups.allSatisfy { try $0.bool("too_few") })
    }

    @Test func theLogTellsAnAgentThatACustomerAnsweredAndNotWhat() async throws {
        let asked = try await asked([1])
        let api = asked.api
        for (member, sees) in [(api.fixture.agent(), false), (api.fixture.lead(), true)] {
            let items = try await api.send("GET", "\(api.ticket(asked.ticket))/events", as: member.credential).json
                .array("items")
            let told = items.filter { $0["kind"] == "survey_answered" || $0["kind"] == "follow_up_opened" }
            #expect(told.count == 2)
            for event in told { #expect((try event.object("details")["score"] != nil) == sees) }
        }
    }

    @Test func aBadScoreIsListedForSupervisorsAndDoneOnce() async throws {
        let asked = try await asked([2])
        let api = asked.api
        let path = "\(api.tenant)/follow-ups"
        let lead = api.fixture.lead(2).credential
        let listed = await api.send("GET", path, as: lead, query: "state=open&limit=1")
        let item = try #require(try listed.json.array("items").first)
        #expect(item["score"] == 2)
        #expect(item["is_overdue"] == false)
        #expect(await api.send("GET", path, as: api.fixture.agent().credential).status == 403)
        let completion = "\(path)/\(try item.string("id"))/completion"
        let body: JSON = ["note": "Called back."]
        #expect(await api.send("PUT", completion, as: api.fixture.agent().credential, body: body).status == 403)
        let headers = ["idempotency-key": "done"]
        let done = await api.send("PUT", completion, as: lead, body: body, headers: headers)
        #expect(done.status == 200)
        #expect(try done.json.string("state") == "done")
        #expect(await api.send("PUT", completion, as: lead, body: body, headers: headers).body == done.body)
        #expect(await api.send("PUT", completion, as: lead, body: body).problem == "follow_up_done")
        #expect(await api.send("GET", path, as: lead, query: "state=open").itemIDs.isEmpty)
        #expect(await api.send("GET", path, as: lead, query: "state=done").itemIDs.count == 1)
        #expect(await api.send("GET", path, as: lead, query: "state=lost").status == 422)
        let unknown = await api.send("PUT", "\(path)/\(UUID().text)/completion", as: lead, body: body)
        #expect(unknown.status == 404)
    }
}
