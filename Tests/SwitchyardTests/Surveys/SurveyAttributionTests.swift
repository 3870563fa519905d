import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

@Suite(.needsDatabase) struct SurveyAttributionTests {
    private struct Credit: Equatable {
        let team: UUID?
        let level: Int
        let category: String
        let tier: String
        let resolver: UUID?
        let repliers: [UUID]
    }

    private func credit(_ desk: SurveyDesk, _ ticket: UUID) throws -> Credit {
        try desk.tenant.asAdmin { connection in
            let rows = try connection.query(
                """
                SELECT team_id, level, category, tier, resolver_id, replier_ids FROM switchyard.survey_invitation
                WHERE ticket_id = \(ticket)
                """
            )
            var cursor = try #require(rows.first).cursor()
            return try Credit(
                team: cursor.next(),
                level: cursor.next(),
                category: cursor.next(),
                tier: cursor.next(),
                resolver: cursor.next(),
                repliers: cursor.next()
            )
        }
    }

    /// Between the resolution and the question the case moved, was filed anew, and somebody else wrote in it.
    @Test func `V9: the score is credited as the case stood when it was resolved`() throws {
        let desk = try SurveyDesk()
        let ticket = try desk.resolvedTicket()
        let agent = desk.tenant.agent()
        let before = try desk.tenant.transaction(as: agent.actor) { try Ticket.find(ticket, in: $0) }
        try desk.tenant.transaction(as: desk.tenant.agent(2).actor) { tx in
            var file = try CaseFile.open(ticket, in: tx)
            _ = try file.reply("One more thing.")
            try file.save()
        }
        try desk.change(
            "UPDATE switchyard.ticket SET level = 3, team_id = \(desk.tenant.teams[3]), category = 'wallet', tier = 'vip'",
            ticket
        )
        desk.clock.advance(seconds: SurveyDesk.delaySeconds)
        guard case .sent = try desk.decide(ticket) else {
            Issue.record("nobody was asked")
            return
        }
        let expected = Credit(
            team: before.teamID,
            level: before.level,
            category: before.category,
            tier: before.tier,
            resolver: agent.personID,
            repliers: [agent.personID]
        )
        #expect(try credit(desk, ticket) == expected)
    }

    @Test func `a second resolution is credited anew`() throws {
        let desk = try SurveyDesk()
        let (ticket, token) = try desk.invited()
        try desk.act(ticket) { try $0.reopen() }
        #expect(try desk.show(token).status == 404)
        let other = desk.tenant.agent(2)
        try desk.tenant.transaction(as: other.actor) { tx in
            var file = try CaseFile.open(ticket, in: tx)
            _ = try file.reply("Now it is done.")
            try file.resolve()
            try file.save()
        }
        let resolved = try desk.events(.resolved, ticket)
        let credits = try resolved.map { try SurveyAttribution($0) }
        #expect(credits.map { $0?.repliers.count } == [1, 2])
        #expect(resolved.last?.actorID == other.personID)
    }
}
