import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// Set-up is published in versions that never change; running cases keep what they began with.
@Suite(.needsDatabase) struct PublishSettingTests {
    private func publish(_ kind: SettingKind, _ document: JSON, _ fixture: TenantFixture) throws -> Int {
        try fixture.publish(kind, document).version
    }

    @Test func everyKindCountsItsOwnVersions() throws {
        let fixture = try TenantFixture.make {
            $0.hasDesks = false
            $0.policy = nil
        }
        let documents: [SettingKind: JSON] = [
            .calendar: ["tz": "UTC", "always_open": true], .policy: ["targets": ["first_reply": 60]],
            .rules: ["rules": []],
            .survey: [:], .branding: ["name": "Bolt"],
        ]
        for kind in SettingKind.allCases {
            let document = try #require(documents[kind])
            #expect(try publish(kind, document, fixture) == 1)
            #expect(try publish(kind, document, fixture) == 2)
        }
    }

    @Test func aCaseKeepsThePolicyItBeganWith() throws {
        let story = try ClockedCase()
        #expect(try publish(.policy, ["targets": ["first_reply": 600]], story.fixture) == 2)
        story.moveTo(10)
        try story.act { _ = try $0.note("touch") }
        #expect(try story.clock(.firstReply).dueAt == ClockedCase.at(3600))
        let next = try story.fixture.openTicket()
        let clocks = try story.fixture.transaction(as: story.fixture.agent().actor) {
            try ClockRow.all(of: next, in: $0)
        }
        #expect(clocks.map(\.metric) == ["first_reply"])
        #expect(clocks.first?.targetSeconds == 600)
    }

    @Test func aNewVersionCountsInTheNextTransactionOfEveryProcess() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        let other = fixture.database.deployment()
        func language(_ deployment: Deployment) throws -> Int {
            try fixture.database.withConnection(.worker) { connection in
                try TenantTransaction.run(
                    tenant: fixture.tenantID,
                    request: fixture.request(as: .worker),
                    deployment: deployment,
                    on: connection
                ) { try $0.settings().rules.rules.count }
            }
        }
        #expect(try language(other) == 0)
        _ = try publish(.rules, ["rules": [["when": [:], "then": [:]]]], fixture)
        #expect(try language(other) == 1)
        #expect(try language(fixture.deployment) == 1)
    }

    @Test func officeHoursMoveTheDueTime() throws {
        let story = try ClockedCase {
            $0.calendar = ["tz": "UTC", "weekly": ["mon": [["10:00", "10:30"]], "tue": [["09:00", "17:00"]]]]
        }
        // 30 minutes on Monday, the rest of the hour on Tuesday from nine.
        #expect(try story.clock(.firstReply).dueAt == ClockedCase.at(86_400 + 1800))
    }

    @Test func aPolicyMaySendNewCasesToAnotherLevel() throws {
        let story = try ClockedCase { $0.policy = ["targets": ["first_reply": 3600], "level": "L2"] }
        #expect(try story.ticket().level == 2)
        #expect(try story.ticket().teamID == story.fixture.teams[2])
        story.moveTo(3601)
        try story.wake()
        #expect(try story.ticket().level == 3)
    }

    @Test func endpointsAreOnePerPurposeAndSealed() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        for purpose in Endpoint.Purpose.allCases {
            for path in ["a", "b"] {
                _ = try fixture.transaction(as: fixture.tenantAdmin.actor) {
                    try Endpoint.set(purpose, url: "https://example.com/\(purpose.rawValue)/\(path)", in: $0)
                }
            }
        }
        let settings = try fixture.transaction(as: fixture.tenantAdmin.actor) { try $0.settings() }
        #expect(settings.replyEndpoint?.url == "https://example.com/reply/b")
        #expect(settings.noticeEndpoint?.url == "https://example.com/notice/b")
        let rows: [String] = try fixture.asAdmin { connection in
            try connection.query("SELECT e::text FROM switchyard.endpoint e WHERE tenant_id = \(fixture.tenantID)").map
            { try $0.column(0) }
        }
        #expect(rows.count == 2)
        #expect(rows.allSatisfy { !$0.contains("example.com") })
    }
}
