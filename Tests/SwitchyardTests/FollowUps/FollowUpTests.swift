import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

@Suite(.needsDatabase) struct FollowUpTests {
    private func all(_ desk: SurveyDesk, as member: TenantFixture.Member? = nil) throws -> [FollowUp] {
        let actor = (member ?? desk.tenant.lead(3)).actor
        return try desk.tenant.transaction(as: actor) { try FollowUp.page(nil, after: nil, limit: 100, in: $0) }
    }

    private func ring(_ desk: SurveyDesk, _ followUp: FollowUp) throws -> JobDecision {
        try desk.tenant.transaction(as: .worker) { try FollowUp.tellIfOverdue(followUp.id, in: $0) }
    }

    @Test(arguments: 1...5) func `V10: a score of 1 or 2 opens a follow-up at once`(score: Int) throws {
        let desk = try SurveyDesk()
        let (ticket, token) = try desk.invited()
        _ = try desk.answer(token, SurveyForm(score: score, comment: "meh"))
        let found = try all(desk)
        #expect(found.map(\.score) == (score <= 2 ? [score] : []))
        guard let followUp = found.first else { return }
        #expect(followUp.openedAt == desk.clock.now)
        #expect(followUp.supervisorID == desk.tenant.lead(2).personID)
        // Always open: the end of the next day.
        #expect(followUp.dueAt == (try Instant(iso8601: "2026-05-06T00:00:00Z")))
        let letter = try #require(try desk.letters(.followUpMail, ticket).first)
        #expect(letter.toAddress == desk.tenant.lead(2).email)
        #expect(!letter.text.contains("meh"))
        #expect(try desk.plannedJobs(followUp.id, kind: .followUpDue) == [followUp.dueAt])
    }

    @Test func `a changed answer opens no second one, and a robot's none`() throws {
        let desk = try SurveyDesk()
        let (_, token) = try desk.invited()
        for score in [1, 5, 2] { _ = try desk.answer(token, SurveyForm(score: score)) }
        #expect(try all(desk).map(\.score) == [1])
        let robots = try SurveyDesk()
        let (_, link) = try robots.invited()
        _ = try robots.answer(link, SurveyForm(score: 1, isTrapped: true))
        #expect(try all(robots).isEmpty)
    }

    @Test(arguments: [
        ("I will file a complaint with the FCA", true), ("My lawyer will call you", true), ("Подам жалобу в суд", true),
        ("我要投诉你们", true), ("voy a hablar con mi abogado", true), ("弁護士に相談します", true), ("변호사와 상의하겠습니다", true),
        ("too slow, very disappointed", false), ("Очень долго ждал", false), ("太慢了", false), ("", false),
    ])
    func `V10: words of a complaint propose one`(comment: String, proposes: Bool) throws {
        #expect(ComplaintWords.occur(in: comment) == proposes)
    }

    @Test func `whoever resolved or answered does not look into it, and somebody does as long as there is a lead`()
        throws
    {
        let desk = try SurveyDesk()
        let ticket = try desk.tenant.openTicket { $0.email = "c@customer.example" }
        try desk.tenant.transaction(as: desk.tenant.lead(2).actor) { tx in
            var file = try CaseFile.open(ticket, in: tx)
            _ = try file.reply("Done.")
            try file.resolve()
            try file.save()
        }
        let chosen = try desk.tenant.transaction(as: .worker) { try CaseFile.open(ticket, in: $0).supervisor()?.id }
        #expect(chosen == desk.tenant.lead(3).personID)
        for lead in desk.tenant.leads where lead.level > 1 {
            try desk.tenant.directory { try AccessGrant.end(lead.grantID, in: $0) }
        }
        let own = try desk.tenant.transaction(as: .worker) { try CaseFile.open(ticket, in: $0).supervisor()?.id }
        #expect(own == desk.tenant.lead(1).personID)
        try desk.tenant.directory { try AccessGrant.end(desk.tenant.lead(1).grantID, in: $0) }
        let nobody = try desk.tenant.transaction(as: .worker) { try CaseFile.open(ticket, in: $0).supervisor()?.id }
        #expect(nobody == nil)
    }

    @Test func `a supervisor completes it with a note, once; an agent may neither see nor do that`() throws {
        let desk = try SurveyDesk()
        let (ticket, token) = try desk.invited()
        _ = try desk.answer(token, SurveyForm(score: 1))
        let followUp = try #require(try all(desk).first)
        let forbidden = #expect(throws: DomainError.self) { try all(desk, as: desk.tenant.agent(3)) }
        #expect(forbidden?.code == .forbidden)
        #expect(throws: DomainError(.forbidden, "scores_in_groups")) {
            try desk.tenant.transaction(as: desk.tenant.agent().actor) {
                try FollowUp.complete(followUp.id, note: "x", in: $0)
            }
        }
        let lead = desk.tenant.lead(2)
        let done = try desk.tenant.transaction(as: lead.actor) {
            try FollowUp.complete(followUp.id, note: "Called back, refunded.", in: $0)
        }
        #expect(done.state == .done)
        #expect(done.doneBy == lead.personID)
        #expect(try desk.plannedJobs(followUp.id, kind: .followUpDue).isEmpty)
        #expect(try desk.events(.followUpDone, ticket).count == 1)
        #expect(try desk.events(.noted, ticket).count == 1)
        let again = #expect(throws: DomainError.self) {
            try desk.tenant.transaction(as: lead.actor) { try FollowUp.complete(followUp.id, note: "x", in: $0) }
        }
        #expect(again?.reason == "follow_up_done")
    }

    @Test func `what nobody did in time is told again, once`() throws {
        let desk = try SurveyDesk()
        let (ticket, token) = try desk.invited()
        _ = try desk.answer(token, SurveyForm(score: 1))
        let followUp = try #require(try all(desk).first)
        desk.clock.advance(seconds: followUp.dueAt.microseconds(since: desk.clock.now) / 1_000_000)
        #expect(!followUp.isOverdue(at: desk.clock.now))
        #expect(try ring(desk, followUp) == .snooze(until: followUp.dueAt.adding(microseconds: 1)))
        desk.clock.advance(seconds: 1)
        #expect(try ring(desk, followUp) == .finish(outcome: "told"))
        #expect(try desk.events(.followUpOverdue, ticket).map(\.occurredAt) == [followUp.dueAt])
        #expect(try desk.letters(.followUpMail, ticket).map { $0.subject.contains("overdue") } == [false, true])
    }

    struct Day: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let opened: String
        let days: Int
        let due: String
    }

    /// Monday to Friday, 09:00 to 18:00 in Berlin; 1 May is a holiday.
    @Test(arguments: [
        Day(testDescription: "within the day", opened: "2026-05-05T08:00:00Z", days: 1, due: "2026-05-06T16:00:00Z"),
        Day(testDescription: "after hours", opened: "2026-05-05T20:00:00Z", days: 1, due: "2026-05-06T16:00:00Z"),
        Day(testDescription: "on Friday", opened: "2026-05-08T08:00:00Z", days: 1, due: "2026-05-11T16:00:00Z"),
        Day(testDescription: "before a holiday", opened: "2026-04-30T08:00:00Z", days: 1, due: "2026-05-04T16:00:00Z"),
        Day(testDescription: "three days", opened: "2026-05-06T08:00:00Z", days: 3, due: "2026-05-11T16:00:00Z"),
        Day(
            testDescription: "over the end of summer",
            opened: "2026-10-23T08:00:00Z",
            days: 1,
            due: "2026-10-26T17:00:00Z"
        ),
    ])
    func `V10: one business day ends with the next day that has opening hours`(day: Day) throws {
        let hours: JSON = [["09:00", "18:00"]]
        let document: JSON = [
            "tz": "Europe/Berlin",
            "weekly": ["mon": hours, "tue": hours, "wed": hours, "thu": hours, "fri": hours],
            "holidays": ["2026-05-01"],
        ]
        let calendar = try OpenTime(
            document: JSONDecoder().decode(CalendarDocument.self, from: Data(document.canonicalBytes))
        )
        let due = try FollowUpDue.after(
            Instant(iso8601: day.opened),
            days: day.days,
            calendar: calendar,
            zone: "Europe/Berlin"
        )
        #expect(due == (try Instant(iso8601: day.due)))
    }
}
