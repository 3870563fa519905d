import BusinessTime
import Foundation
import Postgres
import Switchyard
import TestSupport
import Testing

/// Cases of people who may not work on them any more.
@Suite(.needsDatabase) struct StrayCaseTests {
    private let fixture: TenantFixture
    private let ticket: UUID

    init() throws {
        fixture = try TenantFixture.make()
        ticket = try fixture.openTicket()
        let agent = fixture.agent()
        try fixture.transaction(as: agent.actor) { [ticket] tx in
            var file = try CaseFile.open(ticket, in: tx)
            try file.assign(to: agent.personID)
            try file.save()
        }
    }

    private func takeBack() throws -> Int { try fixture.transaction(as: .worker) { try StrayCases.takeBack(in: $0) } }

    private func assignee() throws -> UUID? {
        try fixture.transaction(as: .worker) { [ticket] in try CaseFile.read(ticket, in: $0).ticket.assigneeID }
    }

    @Test func aCaseOfSomebodyWithAGrantStays() throws {
        #expect(try takeBack() == 0)
        #expect(try assignee() == fixture.agent().personID)
    }

    enum End: CaseIterable { case left, grantEnded, grantRanOut }

    @Test(arguments: End.allCases) func theCaseOfALeaverGoesBackAndItsLogSaysWhy(end: End) throws {
        let agent = fixture.agent()
        switch end {
        case .left: try fixture.directory { try Person.leave(agent.personID, in: $0) }
        case .grantEnded: try fixture.directory { try AccessGrant.end(agent.grantID, in: $0) }
        case .grantRanOut:
            try fixture.asAdmin {
                _ = try $0.execute("UPDATE directory.access_grant SET valid_until = now() WHERE id = \(agent.grantID)")
            }
        }
        #expect(try takeBack() == 1)
        #expect(try assignee() == nil)
        let last = try fixture.transaction(as: .worker) { [ticket] in try CaseFile.read(ticket, in: $0).events.last }
        #expect(last?.kind == .assigned)
        #expect(last?.body["before"] == agent.personID.json)
        #expect(last?.body["because"] == "grant_ended")
        #expect(try takeBack() == 0)
    }

    @Test func aResolvedCaseKeepsItsPerson() throws {
        let agent = fixture.agent()
        try fixture.transaction(as: agent.actor) { [ticket] tx in
            var file = try CaseFile.open(ticket, in: tx)
            _ = try file.reply("Done")
            try file.resolve()
            try file.save()
        }
        try fixture.directory { try Person.leave(agent.personID, in: $0) }
        #expect(try takeBack() == 0)
    }
}
