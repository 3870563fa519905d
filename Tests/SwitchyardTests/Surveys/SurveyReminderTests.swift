import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

@Suite(.needsDatabase) struct SurveyReminderTests {
    /// Noon three days after the invitation of noon and one hour.
    private func asked(_ survey: JSON = SurveyDesk.policy) throws -> (desk: SurveyDesk, ticket: UUID, token: String) {
        let desk = try SurveyDesk(survey: survey)
        let (ticket, token) = try desk.invited()
        return (desk, ticket, token)
    }

    @Test func `V7: who has not answered is reminded once, after 72 hours, with the same link`() throws {
        let (desk, ticket, token) = try asked()
        let planned = try desk.plannedJobs(desk.invitation(ticket), kind: .remindSurvey)
        #expect(planned == [desk.clock.now.adding(seconds: 72 * 3_600)])
        desk.clock.advance(seconds: SurveyInvitation.reminderSeconds)
        guard case .sent = try desk.remind(ticket) else {
            Issue.record("nobody was reminded")
            return
        }
        let letters = try desk.letters(.surveyReminder, ticket)
        #expect(letters.count == 1)
        #expect(letters.first?.text.contains("/\(token)?score=4") == true)
        #expect(letters.first?.text.hasPrefix("You have not told us yet") == true)
        #expect(try desk.remind(ticket) == .moot)
        #expect(try desk.events(.surveyReminded, ticket).count == 1)
    }

    enum Change: String, CaseIterable, Sendable { case answered, reopened, expired, optedOut }

    @Test(arguments: Change.allCases) func `V7: never after an answer, nor when the question is void`(
        change: Change
    ) throws {
        let (desk, ticket, token) = try asked()
        desk.clock.advance(seconds: SurveyInvitation.reminderSeconds)
        switch change {
        case .answered: _ = try desk.answer(token, SurveyForm(score: 4))
        case .reopened: try desk.act(ticket) { try $0.reopen() }
        case .expired: desk.clock.advance(seconds: SurveyInvitation.validSeconds)
        case .optedOut: try desk.change("UPDATE switchyard.customer SET survey_opt_out = true", ticket)
        }
        #expect(try desk.remind(ticket) == .moot)
        #expect(try desk.letters(.surveyReminder, ticket).isEmpty)
    }

    /// The mail is made when it is sent: an answer between the two stops it.
    @Test func `an answer that comes before the reminder leaves stops it`() throws {
        let (desk, ticket, token) = try asked()
        desk.clock.advance(seconds: SurveyInvitation.reminderSeconds)
        guard case .sent = try desk.remind(ticket) else { return }
        _ = try desk.answer(token, SurveyForm(score: 4))
        #expect(throws: ObstacleMet.self) { try desk.letters(.surveyReminder, ticket) }
    }

    @Test func `V7: the same quiet hours`() throws {
        let (desk, ticket, _) = try asked()
        desk.clock.advance(seconds: SurveyInvitation.reminderSeconds + 9 * 3_600)
        guard case .later(let morning) = try desk.remind(ticket) else {
            Issue.record("somebody was woken at ten in the evening")
            return
        }
        let nine = try Instant(iso8601: "2026-05-08T09:00:00Z")
        #expect((nine...nine.adding(seconds: 1_800)).contains(morning))
        desk.clock.advance(seconds: morning.microseconds(since: desk.clock.now) / 1_000_000 + 1)
        guard case .sent = try desk.remind(ticket) else {
            Issue.record("nobody was reminded in the morning")
            return
        }
    }

    @Test func `a tenant that wants none plans none`() throws {
        let (desk, ticket, _) = try asked(["delay_seconds": 3_600, "reminder": false])
        #expect(try desk.plannedJobs(desk.invitation(ticket), kind: .remindSurvey).isEmpty)
        desk.clock.advance(seconds: SurveyInvitation.reminderSeconds)
        #expect(try desk.remind(ticket) == .moot)
    }
}
