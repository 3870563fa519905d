import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// Cases that nobody has and nobody could take. The tenants here have no staff but what a test gives them.
@Suite(.needsDatabase) struct UnservedCaseTests {
    private let fixture: TenantFixture
    private let ticket: UUID

    init() throws {
        fixture = try TenantFixture.make { $0.hasDesks = false }
        ticket = try fixture.openTicket()
    }

    private func review() throws -> UnservedCases.Found {
        try fixture.transaction(as: .worker) { try UnservedCases.review(in: $0) }
    }

    private func file() throws -> (ticket: Ticket, events: [CaseEvent]) {
        try fixture.transaction(as: .worker) { [ticket] tx in
            let file = try CaseFile.read(ticket, in: tx)
            return (file.ticket, file.events)
        }
    }

    /// Somebody new, who is given one grant.
    @discardableResult
    private func hire(_ staff: Staff) throws -> (person: UUID, grant: UUID) {
        let category = try file().ticket.category
        let suits: AccessGrant.Suitability =
            switch staff {
            case .ofTheLanguage: AccessGrant.Suitability(languages: ["en"])
            case .ofAnotherLanguage: AccessGrant.Suitability(languages: ["de", "ru"])
            case .ofTheSkill: AccessGrant.Suitability(skills: [category])
            case .ofAnotherSkill: AccessGrant.Suitability(skills: ["no-\(category)"])
            case .ofAnything, .whoOnlyReads, .fromTomorrowOn: AccessGrant.Suitability()
            }
        return try fixture.directory { tx in
            let person = try Person.add(
                PersonProfile(name: "New", email: "\(UUID().uuidString)@new.example"),
                language: "en",
                in: tx
            )
            let grant = try AccessGrant(
                personID: person,
                tenantID: fixture.tenantID,
                role: staff == .whoOnlyReads ? .viewer : .agent,
                level: staff == .whoOnlyReads ? nil : 1,
                suits: suits,
                from: staff == .fromTomorrowOn ? tx.now.adding(seconds: 86_400) : nil,
                until: nil
            ).give(in: tx)
            return (person, grant)
        }
    }

    enum Staff: CaseIterable {
        case ofAnything, ofTheLanguage, ofTheSkill
        case ofAnotherLanguage, ofAnotherSkill, whoOnlyReads, fromTomorrowOn

        var suits: Bool {
            switch self {
            case .ofAnything, .ofTheLanguage, .ofTheSkill: true
            case .ofAnotherLanguage, .ofAnotherSkill, .whoOnlyReads, .fromTomorrowOn: false
            }
        }
    }

    @Test(arguments: Staff.allCases) func aCaseThatNobodyCouldTakeRaisesAnAlarmOnce(staff: Staff) throws {
        try hire(staff)
        #expect(try review() == UnservedCases.Found(raised: staff.suits ? 0 : 1))
        #expect(try (file().ticket.unservedSince != nil) != staff.suits)
        #expect(try review() == UnservedCases.Found())
        #expect(try file().events.count { $0.kind == .nobodyEligible } == (staff.suits ? 0 : 1))
    }

    @Test func theLogSaysThatNobodyCouldBeTold() throws {
        #expect(try review().raised == 1)
        let kinds = try file().events.map(\.kind)
        #expect(kinds.suffix(2) == [.nobodyEligible, .nobodyToNotify])
    }

    @Test func itEndsWhenSomebodyIsHiredAndComesBackWhenTheyLeave() throws {
        #expect(try review() == UnservedCases.Found(raised: 1))
        let hired = try hire(.ofAnything)
        #expect(try review() == UnservedCases.Found(ended: 1))
        #expect(try file().ticket.unservedSince == nil)
        try fixture.directory { try Person.leave(hired.person, in: $0) }
        #expect(try review() == UnservedCases.Found(raised: 1))
    }

    @Test func itEndsWithTheCase() throws {
        #expect(try review().raised == 1)
        try fixture.transaction(as: fixture.tenantAdmin.actor) { [ticket] tx in
            var file = try CaseFile.open(ticket, in: tx)
            _ = try file.reply("Done")
            try file.resolve()
            try file.save()
        }
        #expect(try file().ticket.unservedSince == nil)
        #expect(try review() == UnservedCases.Found())
    }

    @Test func aCaseThatHasClimbedBeyondEverybodyRaisesIt() throws {
        try hire(.ofAnything)
        #expect(try review() == UnservedCases.Found())
        try fixture.asAdmin { [ticket] in
            _ = try $0.execute("UPDATE switchyard.ticket SET level = 2 WHERE id = \(ticket)")
        }
        #expect(try review() == UnservedCases.Found(raised: 1))
    }

    @Test func aCaseThatSomebodyHasRaisesNone() throws {
        let agent = try fixture.person(.agent).actor
        try fixture.transaction(as: agent) { [ticket] tx in
            var file = try CaseFile.open(ticket, in: tx)
            try file.assign(to: agent.personID)
            try file.save()
        }
        let person = try #require(agent.personID)
        try fixture.directory { try Person.leave(person, in: $0) }
        #expect(try review() == UnservedCases.Found())
    }

    @Test func itEndsWhenSomebodyTakesTheCase() throws {
        #expect(try review().raised == 1)
        let agent = try fixture.person(.agent).actor
        try fixture.transaction(as: agent) { [ticket] tx in
            var file = try CaseFile.open(ticket, in: tx)
            try file.assign(to: agent.personID)
            try file.save()
        }
        #expect(try file().ticket.unservedSince == nil)
        #expect(try review() == UnservedCases.Found())
    }

    @Test func ofManyTheDeskIsToldOnce() throws {
        for _ in 0..<3 { _ = try fixture.openTicket() }
        #expect(try review() == UnservedCases.Found(raised: 4))
        let told = try fixture.asAdmin { connection in
            try connection.query(
                """
                SELECT count(*) FROM switchyard.event WHERE tenant_id = \(fixture.tenantID) AND kind = 'nobody_to_notify'
                """
            )
        }
        #expect(try told.first?.column(0, as: Int.self) == 1)
    }

    @Test func noMoreThanTheLimitAreReviewedAtOnce() throws {
        _ = try fixture.openTicket()
        let first = try fixture.transaction(as: .worker) { try UnservedCases.review(limit: 1, in: $0) }
        #expect(first == UnservedCases.Found(raised: 1))
        #expect(try review() == UnservedCases.Found(raised: 1))
    }
}
