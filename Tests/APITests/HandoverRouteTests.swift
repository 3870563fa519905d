import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Hand-overs over HTTP, each act under the case's revision.
@Suite(.needsDatabase) struct HandoverRouteTests {
    private static let offer: JSON = ["level": "L2", "note": "Please look at the chain"]

    @Test func anOfferIsMadeTakenAndHandedBack() async throws {
        let api = try API.make()
        let ticket = api.ticket(try await api.open())
        let one = api.fixture.agent(1).credential
        let two = api.fixture.agent(2).credential
        let first = try #require(await api.send("GET", ticket, as: one).header("etag"))
        let path = "\(ticket)/handovers"
        let made = await api.send("POST", path, as: one, body: Self.offer, headers: ["if-match": first])
        #expect(made.status == 201, "\(made.text)")
        #expect(try made.json["handover"]?["state"] == "proposed")
        #expect(try made.json["handover"]?["direction"] == "escalation")
        let etag = try #require(made.header("etag"))
        let acceptance = "\(ticket)/handover/acceptance"
        let stale = await api.send("PUT", acceptance, as: two, body: [:], headers: ["if-match": first])
        #expect((stale.status, stale.problem) == (412, "revision_changed"))
        let taken = await api.send("PUT", acceptance, as: two, body: [:], headers: ["if-match": etag])
        #expect(try taken.json["level"] == "L2")
        let back = await api.send("PUT", "\(ticket)/handover/return", as: two, body: ["note": "Done, see the note"])
        #expect(try back.json["level"] == "L1")
        let all = try await api.send("GET", path, as: one).json.array("items")
        #expect(all.map { $0["state"] } == ["returned"])
        #expect(all.first?["ended"]?["note"] == "Done, see the note")
        #expect(all.first?["accepted"]?["by"] == .string(api.fixture.agent(2).personID.text))
    }

    @Test func theSameOfferTwiceIsOne() async throws {
        let api = try API.make()
        let ticket = api.ticket(try await api.open())
        let agent = api.fixture.agent().credential
        var statuses: [Int] = []
        for _ in 1...2 {
            let headers = ["idempotency-key": "offer-1"]
            statuses.append(
                await api.send("POST", "\(ticket)/handovers", as: agent, body: Self.offer, headers: headers).status
            )
        }
        #expect(statuses == [201, 201])
        #expect(try await api.send("GET", "\(ticket)/handovers", as: agent).json.array("items").count == 1)
        let another = await api.send("POST", "\(ticket)/handovers", as: agent, body: Self.offer)
        #expect((another.status, another.problem) == (409, "handover_open"))
    }

    @Test func openOffersArePagedByWhatExpiresFirst() async throws {
        let api = try API.make()
        let agent = api.fixture.agent().credential
        var tickets: [String] = []
        for seconds in [300, 100, 200] {
            let id = try await api.open(CustomerRequest(text: "Case \(seconds)"))
            tickets.append(id.text)
            let body: JSON = ["level": "L3", "note": "Trace", "open_seconds": seconds.json]
            _ = await api.send("POST", "\(api.ticket(id))/handovers", as: agent, body: body)
        }
        let path = "\(api.tenant)/handovers"
        var seen: [String] = []
        var cursor: String?
        repeat {
            let query = "level=L3&limit=1" + (cursor.map { "&cursor=\($0)" } ?? "")
            let page = try await api.send("GET", path, as: agent, query: query).json
            seen += try page.array("items").map { try $0.string("ticket_id") }
            cursor = try page.optionalString("next_cursor")
        } while cursor != nil && seen.count < 10
        #expect(seen == [tickets[1], tickets[2], tickets[0]])
        #expect(try await api.send("GET", path, as: agent, query: "level=L2").json.array("items").isEmpty)
        for query in ["level=L9", "team=me", "person=me", "cursor=x", "limit=0"] {
            #expect(await api.send("GET", path, as: agent, query: query).status == 422, "\(query)")
        }
    }

    private static let faulty: [(JSON, String)] = [
        (["level": "L2"], "/note required"),
        (["level": "L2", "note": ""], "/note too_short"),
        (["level": "L0", "note": "x"], "/level not_in_list"),
        (["level": "L2", "note": "x", "open_seconds": 1], "/open_seconds out_of_range"),
        (["level": "L2", "note": "x", "person_id": "me"], "/person_id bad_format"),
        (["level": "L2", "note": "x", "team_id": "us"], "/team_id bad_format"),
    ]

    @Test(arguments: faulty)
    func anOfferWithoutWhatItNeedsIsRefused(body: JSON, fault: String) async throws {
        let api = try API.make()
        let ticket = api.ticket(try await api.open())
        let reply = await api.send("POST", "\(ticket)/handovers", as: api.fixture.agent().credential, body: body)
        #expect(reply.faults == [fault])
    }

    @Test func whereNothingIsOfferedNothingIsTaken() async throws {
        let api = try API.make()
        let ticket = api.ticket(try await api.open())
        let agent = api.fixture.agent(2).credential
        let taken = await api.send("PUT", "\(ticket)/handover/acceptance", as: agent, body: [:])
        #expect((taken.status, taken.problem) == (409, "no_handover"))
        let silent = await api.send("PUT", "\(ticket)/handover/return", as: agent, body: [:])
        #expect(silent.faults == ["/note required"])
    }

    @Test func anotherTenantsCaseIsNeitherOfferedNorListed() async throws {
        let mine = try API.make()
        let theirs = try API.make()
        let id = try await theirs.open()
        let agent = theirs.fixture.agent().credential
        _ = await theirs.send("POST", "\(theirs.ticket(id))/handovers", as: agent, body: Self.offer)
        let own = mine.fixture.agent().credential
        let reply = await mine.send("POST", "\(mine.ticket(id))/handovers", as: own, body: Self.offer)
        #expect(reply.body == Problem.notFound.body)
        #expect(try await mine.send("GET", "\(mine.tenant)/handovers", as: own).json.array("items").isEmpty)
    }
}
