import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// Who is told, decided when the step is taken (`spec/sla.md` E3, E5). First reply in an hour, a step every half hour.
@Suite(.needsDatabase) struct RecipientTests {
    private func late(_ change: (inout TenantFixture.Options) -> Void = { _ in }) throws -> ClockedCase {
        try ClockedCase {
            $0.policy = ["targets": ["first_reply": 3600], "warn": [90]]
            change(&$0)
        }
    }

    /// A rota of one person for each post, from the beginning on.
    private func plan(_ story: ClockedCase, _ posts: [String: UUID]) throws {
        let layers = posts.sorted { $0.key < $1.key }.map { post, person -> (key: String, value: JSON) in
            let layer: JSON = [
                "name": "all", "people": [person.json], "starts_on": "2025-06-02", "handoff": "00:00",
            ]
            return (post, ["layers": .array([layer])])
        }
        let body: JSON = ["tz": "UTC", "posts": .object(JSONObject(layers))]
        try story.fixture.transaction(as: story.fixture.lead().actor) { tx in
            _ = try RotaDraft(body, in: tx).publish(in: tx)
        }
    }

    private func sources(_ story: ClockedCase) throws -> [String] {
        try story.events(.notified).compactMap { try $0.body.optionalString("found_by") }
    }

    @Test func theOneOnDutyComesBeforeTheDesk() throws {
        let story = try late()
        try plan(story, ["L2": story.fixture.agent(4).personID, "supervisor": story.fixture.lead(3).personID])
        story.moveTo(3240)
        try story.wake()
        #expect(try story.told() == ["Agent L1", "Lead L1", "Agent L4"])
        #expect(try sources(story) == ["desk", "lead", "rota"])
        story.moveTo(3601)
        try story.wake()
        #expect(try story.told().suffix(2) == ["Lead L3", "Agent L4"])
        #expect(try story.ticket().level == 2)
    }

    @Test func aGrantWithdrawnBetweenDueAndFireIsRespected() throws {
        let story = try late()
        try plan(story, ["L2": story.fixture.agent(4).personID])
        story.moveTo(3601)
        try story.fixture.directory { try AccessGrant.end(story.fixture.agent(4).grantID, in: $0) }
        story.moveTo(3700)
        try story.wake()
        #expect(try story.told().last == "Agent L2")
        #expect(try sources(story).last == "desk")
    }

    @Test func aGapInTheRotaAsksTheDeskAndAnEmptyDeskGoesUpAtOnce() throws {
        let story = try late()
        try story.fixture.directory { tx in
            for member in [story.fixture.agent(2), story.fixture.lead(2)] {
                try AccessGrant.end(member.grantID, in: tx)
            }
        }
        story.moveTo(3601)
        try story.wake()
        #expect(try story.told().last == "Agent L3")
        #expect(try story.ticket().level == 3)
        // The breach's own supervisor is there, so one event: the level that had nobody.
        #expect(try story.events(.nobodyToNotify).compactMap { $0.body["recipient"] } == ["L2"])
    }

    @Test func aWarningThatNobodyOfTheLevelHearsGoesUpAndTheCaseStays() throws {
        let story = try ClockedCase { $0.policy = ["targets": ["first_reply": 3600], "warn": [50]] }
        try story.fixture.directory { tx in
            for member in [story.fixture.agent(1), story.fixture.lead(1)] {
                try AccessGrant.end(member.grantID, in: tx)
            }
        }
        story.moveTo(1800)
        try story.wake()
        #expect(try story.told() == ["Agent L2"])
        #expect(try story.ticket().level == 1)
        #expect(try story.events(.nobodyToNotify).map { $0.body["recipient"] } == ["L1"])
        #expect(try story.events(.escalated).isEmpty)
    }

    @Test func aStepThatNobodyAtAllHearsLeavesAnAlarmAtOnceAndOnlyOne() throws {
        let story = try ClockedCase { $0.policy = ["targets": ["first_reply": 3600], "warn": [50, 90]] }
        try story.fixture.directory { tx in
            for member in story.fixture.agents + story.fixture.leads { try AccessGrant.end(member.grantID, in: tx) }
        }
        story.moveTo(1800)
        try story.wake()
        #expect(try story.ticket().standingSince == ClockedCase.at(1800))
        story.moveTo(3240)
        try story.wake()
        let alarms = try story.events(.standingAlarm)
        #expect(alarms.map { $0.body["cause"] } == ["nobody_on_duty"])
        #expect(try story.ticket().standingSince == ClockedCase.at(1800))
    }

    @Test func casesOnWhichAnAlarmStandsAreListed() throws {
        let story = try ClockedCase {
            $0.policy = ["targets": ["first_reply": 3600], "warn": [], "repeat": ["max": 0]]
        }
        let other = try story.fixture.openTicket()
        story.moveTo(3601)
        try story.wake()
        var filter = TicketList.Filter()
        filter.hasStandingAlarm = true
        let listed = try story.fixture.transaction(as: .worker) { tx in
            try TicketList.page(filter, after: nil, limit: 10, in: tx).tickets.map(\.id)
        }
        #expect(listed == [story.id] && story.id != other)
    }

    @Test func anAssigneeWithoutAGrantIsNotTold() throws {
        let story = try ClockedCase { $0.policy = ["targets": ["first_reply": 3600], "warn": [50]] }
        try story.act { try $0.assign(to: story.fixture.lead(1).personID) }
        try story.fixture.directory { try AccessGrant.end(story.fixture.lead(1).grantID, in: $0) }
        story.moveTo(1800)
        try story.wake()
        #expect(try story.told() == ["Agent L1"])
    }

    @Test func theClientsContactGetsASummaryWithoutACustomersWord() throws {
        let story = try late {
            $0.policy = [
                "targets": ["first_reply": 3600], "warn": [], "level": "L4", "client_contact": true,
                "repeat": ["every": 60, "max": 3],
            ]
        }
        try story.fixture.transaction(as: story.fixture.tenantAdmin.actor) { tx in
            let contact: JSON = ["name": "Dana", "email": "dana@client.example", "language": "en"]
            try ClientContact.set(.escalation, contact, in: tx)
        }
        _ = try story.addManager()
        story.moveTo(3601 + 120)
        try story.wake()
        let told = try story.events(.notified).last
        #expect(told?.body["contact"] == "escalation")
        #expect(try story.deliveries(.clientMail) == 1)
        let mail = try story.mail(.clientMail)
        #expect(mail.toAddress == "dana@client.example")
        let reference = try story.ticket().reference.text
        #expect(mail.text.contains(reference) && mail.text.contains("first_reply"))
        #expect(!mail.text.contains("withdrawal") && !mail.subject.contains("withdrawal"))
        #expect(!mail.text.contains("ada@example.com"))
    }

    @Test func aContactThatIsGoneGetsNothingMore() throws {
        let story = try late {
            $0.policy = [
                "targets": ["first_reply": 3600], "warn": [], "level": "L4", "client_contact": true,
                "repeat": ["every": 60, "max": 2],
            ]
        }
        let admin = story.fixture.tenantAdmin.actor
        try story.fixture.transaction(as: admin) { tx in
            try ClientContact.set(.escalation, ["name": "Dana", "email": "dana@client.example"], in: tx)
        }
        story.moveTo(3601 + 120)
        try story.wake()
        try story.fixture.transaction(as: admin) { try ClientContact.end(.escalation, in: $0) }
        #expect(throws: ObstacleMet.self) { try story.mail(.clientMail) }
    }

    @Test func withoutAContactTheLastRungIsNobody() throws {
        let story = try late {
            $0.policy = [
                "targets": ["first_reply": 3600], "warn": [], "level": "L4", "client_contact": true,
                "repeat": ["every": 60, "max": 2],
            ]
        }
        _ = try story.addManager()
        story.moveTo(3601 + 120)
        try story.wake()
        #expect(try story.events(.nobodyToNotify).map { $0.body["recipient"] } == ["client_contact"])
        #expect(try story.ticket().standingSince != nil)
    }
}

extension ClockedCase {
    /// The mail of the case's latest delivery of a kind, put together as it would leave.
    func mail(_ kind: DeliveryKind) throws -> MailMessage {
        let letterhead = Letterhead(
            fromAddress: "support@desk.example",
            publicURL: "https://desk.example",
            messageDomain: "desk.example"
        )
        return try fixture.transaction(as: .worker) { tx in
            let rows = try tx.query(
                """
                SELECT id FROM switchyard.delivery WHERE tenant_id = \(tx.tenantID) AND ticket_id = \(id)
                    AND kind = \(kind.rawValue) ORDER BY created_at DESC, id DESC LIMIT 1
                """
            )
            let row = try #require(rows.first)
            let delivery = try #require(try Delivery.find(row.column(0), in: tx))
            guard case .mail(let mail) = try OutboundDraft(delivery, letterhead: letterhead, in: tx).outbound() else {
                throw NoMail()
            }
            return mail
        }
    }

    struct NoMail: Error {}
}
