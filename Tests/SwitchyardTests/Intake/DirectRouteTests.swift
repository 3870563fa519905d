import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// Straight to those who know theft, past the levels between (`spec/sla.md E6`). The fraud team is one engineer of L3.
@Suite(.needsDatabase) struct DirectRouteTests {
    private let desk: RouteDesk

    init() throws { desk = try RouteDesk() }

    @Test(arguments: ["All my coins were STOLEN!", "У меня украли все монеты", "我的币被盗了"])
    func aTheftIsWithTheFraudTeamAndToldToTheClientsSecurityAtOnce(text: String) throws {
        let id = try desk.open(text)
        let ticket = try desk.ticket(id)
        #expect((ticket.level, ticket.teamID) == (2, desk.team))
        #expect((ticket.category, ticket.priority) == ("fraud", .urgent))
        #expect(try desk.told(id) == [desk.expert.name, "security"])
        let entry = try #require(desk.events(id, .routed).first)
        #expect(entry.body["rules_version"] == 1 && entry.body["rule"] == 1)
        let opened = try desk.events(id, .opened).first
        #expect(entry.body["message_id"] == opened?.body["message_id"])
        #expect(entry.actorID == desk.fixture.intake.actor.id)
        #expect(try desk.events(id, .escalated).isEmpty)
    }

    @Test func theClocksBeginUnderThePolicyOfThatLevel() throws {
        let id = try desk.open("stolen")
        #expect(try desk.ticket(id).policy == "upper")
        #expect(try desk.targets(id) == [600])
        desk.clock.set(ClockedCase.at(601))
        try desk.act(on: id, as: .worker) { _ = try $0.takeDueSteps() }
        #expect(try desk.ticket(id).level == 3)
        #expect(try desk.events(id, .escalated).first?.body["from"] == 2)
        let replay = try desk.fixture.transaction(as: .worker) { try ClockReplay.run(id, in: $0) }
        #expect(replay.differences.isEmpty)
    }

    @Test func theClientIsToldWithoutACustomersWord() throws {
        let id = try desk.open("All stolen, call +49 30 1234567")
        let mail = try desk.securityMail(id)
        #expect(mail.toAddress == "sec@client.example")
        let reference = try desk.ticket(id).reference.text
        #expect(mail.subject.contains("fraud") && mail.text.contains(reference))
        #expect(!mail.text.contains("stolen") && !mail.text.contains("1234567") && !mail.subject.contains("stolen"))
    }

    @Test func theClientIsToldInItsOwnName() throws {
        _ = try desk.fixture.publish(.branding, BrandingTests.whole)
        let mail = try desk.securityMail(desk.open("All stolen"))
        #expect(mail.fromName == "Bolt \"Help\", Ltd" && mail.replyTo == "help@bolt.example")
        #expect(mail.subject.contains("Bolt <Pro> & Co") && mail.text.contains("Reg. 123"))
    }

    @Test func otherWordsStayAtTheFront() throws {
        let id = try desk.open("My withdrawal has not arrived")
        #expect(try desk.ticket(id).level == 1)
        #expect(try desk.told(id).isEmpty)
        #expect(try desk.events(id, .routed).isEmpty)
    }

    @Test func aLaterMessageSendsTheCaseUpOnce() throws {
        let id = try desk.open("My withdrawal has not arrived")
        try desk.act(on: id) { try $0.assign(to: desk.fixture.agent().personID) }
        desk.clock.advance(seconds: 60)
        try desk.write("I think it was stolen", on: id)
        let ticket = try desk.ticket(id)
        #expect((ticket.level, ticket.teamID, ticket.assigneeID) == (2, desk.team, nil))
        #expect(ticket.category == "withdrawal")
        #expect(try desk.targets(id) == [600])
        #expect(try desk.events(id, .routed).first?.body["from"] == 1)
        try desk.write("Stolen! Stolen!", on: id)
        #expect(try desk.told(id) == [desk.expert.name, "security"])
        let replay = try desk.fixture.transaction(as: .worker) { try ClockReplay.run(id, in: $0) }
        #expect(replay.differences.isEmpty)
    }

    /// Who works on it is told, and it stays theirs.
    @Test func aCaseThatIsHigherStays() throws {
        let id = try desk.open("My withdrawal has not arrived")
        try desk.hand(id, to: 3)
        try desk.write("It was stolen", on: id)
        let ticket = try desk.ticket(id)
        #expect((ticket.level, ticket.assigneeID) == (3, desk.fixture.agent(3).personID))
        #expect(try desk.told(id).suffix(2) == ["Agent L3", "security"])
        #expect(try desk.events(id, .routed).first?.body["from"] == nil)
    }

    @Test func whatPeopleBroughtDownIsNotSentUpByTheSameWordsAgain() throws {
        let id = try desk.open("stolen")
        try desk.act(on: id, as: desk.expert.actor) {
            try $0.proposeHandover(CaseFile.HandoverProposal(level: 1, note: "A misunderstanding"))
        }
        try desk.act(on: id) { try $0.acceptHandover() }
        try desk.write("Not stolen after all", on: id)
        #expect(try desk.ticket(id).level == 1)
        #expect(try desk.events(id, .routed).count == 1)
    }

    @Test func aCaseThatFollowsUpOnAClosedOneBeginsOnItsRoute() throws {
        let id = try desk.open("My withdrawal has not arrived")
        try desk.act(on: id) { try $0.resolve() }
        desk.clock.advance(seconds: 30 * 86_400)
        let next = try desk.write("Now it is stolen", on: id)
        #expect(next != id)
        #expect(try desk.ticket(next).teamID == desk.team)
        #expect(try desk.told(next) == [desk.expert.name, "security"])
    }

    /// E5: nobody there goes up at once; the case stays where the rule sent it.
    @Test func whereNobodyIsTheNextAboveHearsOfIt() throws {
        try desk.fixture.directory { tx in
            for member in [desk.fixture.agent(2), desk.fixture.lead(2), desk.expert] {
                try AccessGrant.end(member.grantID, in: tx)
            }
        }
        let id = try desk.open("stolen")
        #expect(try desk.told(id) == ["Lead L3", "security"])
        #expect(try desk.events(id, .nobodyToNotify).map { $0.body["recipient"] } == ["L2"])
        #expect(try desk.ticket(id).level == 2)
    }

    @Test func aContactThatIsGoneIsAnEvent() throws {
        try desk.fixture.transaction(as: desk.fixture.tenantAdmin.actor) { try ClientContact.end(.security, in: $0) }
        let id = try desk.open("stolen")
        #expect(try desk.told(id) == [desk.expert.name])
        #expect(try desk.events(id, .nobodyToNotify).map { $0.body["recipient"] } == ["client_contact"])
    }

    private static let faulty: [(JSON, String)] = [
        (["level": "L2", "team_id": .string(UUID().text)], "/rules/0/then/route/team_id unknown"),
        (["level": "L2", "tell": ["security", "escalation"]], "/rules/0/then/route/tell/1 unknown"),
    ]

    @Test(arguments: faulty) func aRouteToNobodyIsNotPublished(route: JSON, fault: String) throws {
        let error = #expect(throws: DomainError.self) {
            try desk.publish([["when": ["any_word": ["hacked"]], "then": ["route": route]]])
        }
        #expect(error?.fields.map { "\($0.pointer) \($0.code.rawValue)" } == [fault])
    }
}

/// Several rules at once.
struct DirectRouteRuleTests {
    private func decide(_ routes: [JSON]) throws -> TriageRules.Decision {
        let rules = routes.map { route -> JSON in ["when": [:], "then": ["route": route]] }
        return try TriageRules(["rules": .array(rules)]).decide(
            TriageRules.Subject(text: "", channel: "api", tier: "vip", language: "en")
        )
    }

    @Test func theHighestLevelCountsAndEverybodyIsTold() throws {
        let team = UUID()
        let found = try decide([
            ["level": "L1", "tell": ["escalation"]], ["level": "L3", "team_id": team.json], ["level": "L3"],
            ["level": "L2", "tell": ["security"]],
        ])
        #expect((found.route?.level, found.route?.teamID, found.routeRule) == (3, team, 1))
        #expect(found.route?.contacts == [.escalation, .security])
    }

    @Test func rulesWithoutARouteGiveNone() throws { #expect(try decide([]).route == nil) }
}

/// A tenant whose rules know theft, and its security contact.
private struct RouteDesk {
    let clock = TestClock(ClockedCase.start)
    let fixture: TenantFixture
    let team: UUID
    var expert: TenantFixture.Member { fixture.agent(3) }

    init() throws {
        let hand = clock
        fixture = try TenantFixture.make {
            $0.clock = hand
            let upper: JSON = ["name": "upper", "when": ["levels": ["L2"]], "targets": ["first_reply": 600]]
            $0.policy = ["policies": [upper, ["name": "other", "targets": ["first_reply": 3600], "warn": []]]]
        }
        let expert = fixture.agent(3).personID
        team = try fixture.directory { tx in
            let team = try Team.add(name: "Fraud \(UUID().text)", in: tx)
            try Team.addMember(expert, to: team, from: ClockedCase.at(-1), until: nil, in: tx)
            return team
        }
        try fixture.transaction(as: fixture.tenantAdmin.actor) { tx in
            try ClientContact.set(.security, ["name": "Sam", "email": "sec@client.example"], in: tx)
        }
        try publish([
            ["when": ["any_word": ["withdrawal"]], "then": ["category": "withdrawal"]],
            [
                "when": ["any_word": ["stolen", "украли", "被盗"]],
                "then": [
                    "category": "fraud", "priority": "P1",
                    "route": ["level": "L2", "team_id": team.json, "tell": ["security"]],
                ],
            ],
        ])
    }

    func publish(_ rules: [JSON]) throws {
        try fixture.transaction(as: fixture.tenantAdmin.actor) { tx in
            _ = try PublishSetting.publish(.rules, ["rules": .array(rules)], in: tx)
        }
    }

    func open(_ text: String) throws -> UUID { try fixture.openTicket(text: text) }

    /// Answers the case that it is on.
    @discardableResult
    func write(_ text: String, on id: UUID) throws -> UUID {
        let message = try IntakeMessage(["text": .string(text)])
        return try fixture.transaction(as: fixture.intake.actor) {
            try Intake.message(message, on: id, key: nil, in: $0).body.uuid("id")
        }
    }

    func act(on id: UUID, as actor: Actor? = nil, _ body: (inout CaseFile) throws -> Void) throws {
        try fixture.transaction(as: actor ?? fixture.agent().actor) { tx in
            var file = try CaseFile.open(id, in: tx)
            try body(&file)
            try file.save()
        }
    }

    func hand(_ id: UUID, to level: Int) throws {
        try act(on: id) { try $0.proposeHandover(CaseFile.HandoverProposal(level: level, note: "Please")) }
        try act(on: id, as: fixture.agent(level).actor) { try $0.acceptHandover() }
    }

    func ticket(_ id: UUID) throws -> Ticket { try fixture.transaction(as: .worker) { try Ticket.find(id, in: $0) } }

    func targets(_ id: UUID) throws -> [Int64] {
        try fixture.transaction(as: .worker) { try ClockRow.all(of: id, in: $0).map(\.targetSeconds) }
    }

    func events(_ id: UUID, _ kind: EventKind) throws -> [CaseEvent] {
        try fixture.transaction(as: .worker) { tx in
            try CaseEvent.page(of: id, after: 0, limit: 200, in: tx).filter { $0.kind == kind }
        }
    }

    /// People by their names, contacts by what they are for.
    func told(_ id: UUID) throws -> [String] {
        let members = fixture.agents + fixture.leads
        return try events(id, .notified).compactMap { event in
            if let contact = try event.body.optionalString("contact") { return contact }
            let person = try event.body.uuid("person_id")
            return members.first { $0.personID == person }?.name
        }
    }

    func securityMail(_ id: UUID) throws -> MailMessage {
        let letterhead = Letterhead(
            fromAddress: "support@desk.example",
            publicURL: "https://desk.example",
            messageDomain: "desk.example"
        )
        return try fixture.transaction(as: .worker) { tx in
            let row = try #require(
                tx.query(
                    """
                    SELECT id FROM switchyard.delivery
                    WHERE tenant_id = \(tx.tenantID) AND ticket_id = \(id) AND kind = 'client_mail'
                    """
                ).first
            )
            let delivery = try #require(try Delivery.find(row.column(0), in: tx))
            guard case .mail(let mail) = try OutboundDraft(delivery, letterhead: letterhead, in: tx).outbound() else {
                throw StoredValueUnknown()
            }
            return mail
        }
    }
}
