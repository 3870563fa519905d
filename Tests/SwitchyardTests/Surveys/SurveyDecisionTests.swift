import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

@Suite(.needsDatabase) struct SurveyDecisionTests {
    @Test func `V1: a resolved and answered case asks after the delay, once`() throws {
        let desk = try SurveyDesk()
        let ticket = try desk.resolvedTicket()
        let planned = try desk.plannedJobs(ticket)
        #expect(planned == [desk.clock.now.adding(seconds: SurveyDesk.delaySeconds)])
        #expect(try desk.decide(ticket) == .later(planned[0]))
        desk.clock.advance(seconds: SurveyDesk.delaySeconds)
        guard case .sent(let delivery) = try desk.decide(ticket) else {
            Issue.record("nobody was asked")
            return
        }
        #expect(try desk.decide(ticket) == .moot)
        #expect(try desk.surveyDeliveries(ticket) == [delivery])
        #expect(try desk.decisions(ticket) == ["sent"])
    }

    struct Suppressed: CustomTestStringConvertible {
        let reason: SurveySuppression
        var survey: JSON = SurveyDesk.policy
        var email: String? = "c@customer.example"
        var isAnswered = true
        var category: String?
        var optsOut = false
        var testDescription: String { reason.rawValue }
    }

    @Test(arguments: [
        Suppressed(reason: .noPublicReply, isAnswered: false),
        Suppressed(reason: .noChannel, email: nil),
        Suppressed(reason: .optedOut, optsOut: true),
        Suppressed(reason: .category, category: TicketCategory.complaint.rawValue),
    ])
    func `V1, V5: who is not asked, and why`(_ sample: Suppressed) throws {
        let desk = try SurveyDesk(survey: sample.survey)
        let ticket = try desk.resolvedTicket(email: sample.email, isAnswered: sample.isAnswered)
        if sample.optsOut { try desk.change("UPDATE switchyard.customer SET survey_opt_out = true", ticket) }
        if let category = sample.category {
            try desk.change("UPDATE switchyard.ticket SET category = \(category)", ticket)
        }
        desk.clock.advance(seconds: SurveyDesk.delaySeconds)
        #expect(try desk.decide(ticket) == .suppressed(sample.reason))
        #expect(try desk.decisions(ticket) == [sample.reason.rawValue])
        #expect(try desk.surveyDeliveries(ticket).isEmpty)
        #expect(try desk.decide(ticket) == .moot)
    }

    @Test func `a tenant that does not ask plans nothing`() throws {
        let desk = try SurveyDesk(survey: ["enabled": false])
        #expect(try desk.plannedJobs(desk.resolvedTicket()).isEmpty)
    }

    @Test func `V3: a reopening drops what was planned, and the next resolution asks`() throws {
        let desk = try SurveyDesk()
        let ticket = try desk.resolvedTicket()
        try desk.act(ticket) { try $0.reopen() }
        #expect(try desk.plannedJobs(ticket).isEmpty)
        desk.clock.advance(seconds: SurveyDesk.delaySeconds)
        #expect(try desk.decide(ticket) == .moot)
        try desk.act(ticket) { try $0.resolve() }
        desk.clock.advance(seconds: SurveyDesk.delaySeconds)
        guard case .sent = try desk.decide(ticket) else {
            Issue.record("nobody was asked")
            return
        }
    }

    @Test func `V3: an unanswered invitation is void after a reopening`() throws {
        let desk = try SurveyDesk()
        let (ticket, token) = try desk.invited()
        try desk.act(ticket) { try $0.reopen() }
        #expect(try desk.show(token) == .notFound)
        #expect(try desk.answer(token, SurveyForm(score: 5)) == .notFound)
        #expect(try desk.letter(ticket) == nil)
    }

    @Test func `V4: one invitation per customer in fourteen days`() throws {
        let desk = try SurveyDesk()
        let first = try desk.resolvedTicket(customer: "same")
        let second = try desk.resolvedTicket(customer: "same")
        let other = try desk.resolvedTicket(customer: "other")
        desk.clock.advance(seconds: SurveyDesk.delaySeconds)
        guard case .sent = try desk.decide(first), case .sent = try desk.decide(other) else {
            Issue.record("nobody was asked")
            return
        }
        #expect(try desk.decide(second) == .suppressed(.throttled))
        desk.clock.advance(seconds: 14 * 86_400 - SurveyDesk.delaySeconds)
        let third = try desk.resolvedTicket(customer: "same")
        desk.clock.advance(seconds: SurveyDesk.delaySeconds)
        guard case .sent = try desk.decide(third) else {
            Issue.record("the fourteen days are over")
            return
        }
    }

    @Test func `V4: one unanswered invitation at a time, whatever the tenant's time is`() throws {
        let desk = try SurveyDesk(survey: ["delay_seconds": 60, "throttle_seconds": 0, "quiet_hours": false])
        let (_, token) = try desk.invited(customer: "same")
        let second = try desk.resolvedTicket(customer: "same")
        let third = try desk.resolvedTicket(customer: "same")
        desk.clock.advance(seconds: 60)
        #expect(try desk.decide(second) == .suppressed(.throttled))
        _ = try desk.answer(token, SurveyForm(score: 5))
        guard case .sent = try desk.decide(third) else {
            Issue.record("the first is answered")
            return
        }
    }

    @Test func `V9: the score is credited to who was there`() throws {
        let desk = try SurveyDesk()
        let (ticket, _) = try desk.invited()
        let agent = desk.tenant.agent().personID
        let row = try desk.tenant.asAdmin { connection in
            try connection.query(
                """
                SELECT resolver_id, replier_ids, team_id, level, channel, survey_version, length(token_hash)
                FROM switchyard.survey_invitation WHERE ticket_id = \(ticket)
                """
            ).first.map { row in
                var cursor = row.cursor()
                return (
                    try cursor.next(UUID.self), try cursor.next([UUID].self), try cursor.next(UUID?.self),
                    try cursor.next(Int.self), try cursor.next(String.self), try cursor.next(Int.self),
                    try cursor.next(Int.self)
                )
            }
        }
        let found = try #require(row)
        #expect(found.0 == agent)
        #expect(found.1 == [agent])
        #expect(found.2 == desk.tenant.teams[1])
        #expect((found.3, found.4, found.5, found.6) == (1, "api", 1, 32))
    }

    @Test func `V2: the recipient's own zone decides, else the tenant's`() throws {
        let desk = try SurveyDesk(zone: "UTC", now: "2026-05-04T12:00:00Z")
        let away = try desk.resolvedTicket(customerZone: "Asia/Tokyo")
        let home = try desk.resolvedTicket()
        desk.clock.advance(seconds: SurveyDesk.delaySeconds)
        guard case .later(let morning) = try desk.decide(away), case .sent = try desk.decide(home) else {
            Issue.record("13:00 UTC is night in Tokyo")
            return
        }
        let nine = try Instant(iso8601: "2026-05-05T00:00:00Z")
        #expect((nine...nine.adding(seconds: Int64(QuietHours.jitterSecondsMax))).contains(morning))
        desk.clock.set(morning)
        guard case .sent = try desk.decide(away) else {
            Issue.record("it is morning")
            return
        }
    }
}
