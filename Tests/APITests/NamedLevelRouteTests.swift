import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

@Suite(.needsDatabase) struct NamedLevelRouteTests {
    @Test func aCaseAtL4IsGivenAwayByTheNamedAlone() async throws {
        let api = try API.make { $0.policy = ["targets": ["first_reply": 600], "level": "L4"] }
        let path = "\(api.ticket(try await api.open()))/assignment"
        let body: JSON = ["person_id": api.fixture.agent(4).personID.json]
        let refused = await api.send("PUT", path, as: api.fixture.lead(3).credential, body: body)
        #expect((refused.status, refused.problem) == (403, "level_not_granted"))
        let low: JSON = ["person_id": api.fixture.agent(3).personID.json]
        let other = await api.send("PUT", path, as: api.fixture.agent(4).credential, body: low)
        #expect(other.faults == ["/person_id not_entitled"])
        #expect(await api.send("PUT", path, as: api.fixture.agent(4).credential, body: body).status == 200)
    }
}
