import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport

/// One agent of level 1 who serves two clients: `slow` promises an answer in an hour, `quick` in ten minutes.
struct TwoClients {
    let slow: API
    let quick: API
    let agent: TenantFixture.Member
    /// The agent's grant at `quick`.
    let quickGrant: UUID

    init(level: Int = 1, suits: AccessGrant.Suitability = AccessGrant.Suitability()) throws {
        slow = try API.make { $0.policy = ["targets": ["first_reply": 3600]] }
        let fixture = try TenantFixture.make { $0.policy = ["targets": ["first_reply": 600]] }
        quick = try API(fixture: fixture)
        let member = slow.fixture.agent()
        agent = member
        quickGrant = try fixture.directory { tx in
            try AccessGrant(
                personID: member.personID,
                tenantID: fixture.tenantID,
                role: .agent,
                level: level,
                suits: suits,
                from: nil,
                until: nil
            ).give(in: tx)
        }
    }

    /// Says that the agent is there.
    func sitDown(capacity: Int = 100) async {
        _ = await slow.send(
            "PUT",
            "/v1/presence",
            as: agent.credential,
            body: ["state": "available", "capacity": capacity.json]
        )
    }

    func next(_ wish: JSON = [:], key: String? = nil) async -> Reply {
        await slow.send(
            "POST",
            "/v1/queue/next",
            as: agent.credential,
            body: wish,
            headers: key.map { ["idempotency-key": $0] } ?? [:]
        )
    }

    func queue(_ query: String = "") async -> Reply {
        await slow.send("GET", "/v1/queue", as: agent.credential, query: query)
    }

    func endQuickGrant() throws {
        try quick.fixture.directory { try AccessGrant.end(quickGrant, in: $0) }
    }
}
