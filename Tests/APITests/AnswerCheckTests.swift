import Switchyard
import SwitchyardAPI
import Testing

/// What holds all other tests' answers against the document finds what is wrong with one.
@Suite struct AnswerCheckTests {
    private func faults(_ body: JSON, status: Int = 200) throws -> [String] {
        let route = try #require(Routes.all.first { $0.path == "/v1/presence" && $0.method == "GET" })
        return AnswerCheck.faults(.json(body, status: status), route)
    }

    private var good: JSONObject {
        [
            "state": "away", "capacity": 100, "seen_at": "2026-03-02T09:00:00Z", "until": "2026-03-02T09:15:00Z",
        ]
    }

    @Test func anAnswerAsItIsDeclaredIsRight() throws {
        #expect(try faults(good.json) == [])
    }

    @Test func whatIsNotDeclaredIsFound() throws {
        var more = good
        more["note"] = "new"
        #expect(try faults(more.json).first?.hasPrefix("/note unknown_field") == true)
        var less = good
        less["until"] = nil
        #expect(try faults(less.json).first?.hasPrefix("/until required") == true)
        var other = good
        other["state"] = "asleep"
        #expect(try faults(other.json).first?.hasPrefix("/state not_in_list") == true)
        var null = good
        null["capacity"] = .null
        #expect(try faults(null.json).first?.hasPrefix("/capacity wrong_type") == true)
        #expect(try faults(good.json, status: 201) == ["status 201 is not declared"])
    }
}
