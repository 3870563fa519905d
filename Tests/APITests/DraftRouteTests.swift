import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Looking before publishing, over HTTP.
@Suite(.needsDatabase) struct DraftRouteTests {
    @Test func aPreviewTellsWhatWouldMoveAndPublishesNothing() async throws {
        let api = try API.make()
        let ticket = try await api.open()
        let admin = api.fixture.tenantAdmin
        let body: JSON = ["targets": ["first_reply": 60], "apply": "running"]
        let reply = await api.send("POST", "\(api.tenant)/policy/preview", as: admin, body: body)
        #expect(reply.status == 200, "\(reply.text)")
        let preview = try reply.json
        #expect(preview["cases"] == ["open": 1, "looked_at": 1, "unreadable": 0, "is_sampled": false])
        #expect(preview["clocks"]?["moved"] == 2)
        #expect(preview["clocks"]?["cancelled"] == 1)
        let moves = try preview.array("moves")
        #expect(moves.allSatisfy { $0["ticket_id"] == ticket.json })
        #expect(moves.map { $0["effect"] } == ["cancelled", "earlier"])
        #expect(try await api.send("GET", "\(api.tenant)/policy", as: admin).json["version"] == 1)
    }

    @Test func aCalendarsPreviewShowsItsUnitedWindowsAndClosedStretches() async throws {
        let api = try API.make { $0.hasDesks = false }
        let admin = api.fixture.tenantAdmin
        let body: JSON = ["tz": "UTC", "overrides": ["2025-06-02": [["09:00", "12:00"], ["11:00", "13:00"]]]]
        for path in ["calendar", "calendars/night"] {
            let preview = try await api.send("POST", "\(api.tenant)/\(path)/preview", as: admin, body: body).json
            #expect(preview["united_windows"] == ["/overrides/2025-06-02/1"])
            #expect(try preview.array("closed_stretches").count == 1)
        }
        let reply = await api.send("POST", "\(api.tenant)/calendar/preview", as: admin, body: ["tz": "Mars/Olympus"])
        #expect(reply.faults == ["/tz bad_format"])
        #expect(await api.send("GET", "\(api.tenant)/calendar", as: admin).status == 404)
    }

    @Test func aSimulationIsPagedAndChangesNothing() async throws {
        let api = try API.make()
        for _ in 0..<2 { _ = try await api.open() }
        let admin = api.fixture.tenantAdmin
        let body: JSON = ["policy": ["targets": ["periodic_update": 60]]]
        func page(_ query: String) async throws -> JSON {
            let headers = ["content-type": "application/json"]
            let path = "\(api.tenant)/simulations"
            return try await api.send("POST", path, as: admin, query: query, headers: headers, bytes: body.bytes).json
        }
        let first = try await page("limit=1")
        #expect(try first.array("cases").count == 1)
        let cursor = try first.string("next_cursor")
        let second = try await page("limit=10&cursor=\(cursor)")
        #expect(try second.array("cases").count == 1)
        #expect(second["next_cursor"] == .null)
        #expect(second["looked_at"] == 1)
        #expect(second["sums"]?["resolution"]?["changed"] == [["from": "running", "clocks": 1, "to": .null]])
        #expect(try await api.send("GET", "\(api.tenant)/policy", as: admin).json["version"] == 1)
    }

    @Test func whatCannotBeSimulatedPointsIntoTheBody() async throws {
        let api = try API.make { $0.hasDesks = false }
        let bodies: [(JSON, String)] = [
            (["policy": ["targets": ["first_reply": 0]]], "/policy/targets/first_reply out_of_range"),
            (["calendar": ["tz": "UTC", "holidays": ["2025-02-30"]]], "/calendar/holidays/0 bad_format"),
            ([:], "/policy required"),
        ]
        for (body, fault) in bodies {
            let reply = await api.send("POST", "\(api.tenant)/simulations", as: api.fixture.tenantAdmin, body: body)
            #expect(reply.status == 422)
            #expect(reply.faults == [fault])
        }
    }
}
