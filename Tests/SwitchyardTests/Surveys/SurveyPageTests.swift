import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

@Suite(.needsDatabase) struct SurveyPageTests {
    @Test func `V6: looking changes nothing, a score link only pre-selects`() throws {
        let desk = try SurveyDesk()
        let (ticket, token) = try desk.invited()
        let page = try desk.show(token, preselected: 4)
        #expect(page.status == 200)
        #expect(page.html.contains("value=\"4\" required checked"))
        #expect(page.html.components(separatedBy: " checked").count == 2)
        #expect(try desk.stored(ticket).isEmpty)
    }

    @Test func `an answer is recorded once, with its comment sealed and clean of secrets`() throws {
        let desk = try SurveyDesk()
        let (ticket, token) = try desk.invited()
        let seed = "legal winner thank year wave sausage worth useful legal winner thank yellow"
        #expect(try desk.answer(token, SurveyForm(score: 2, comment: "Slow. My words: \(seed)")).status == 200)
        let stored = try desk.stored(ticket)
        #expect(stored.count == 1)
        #expect(stored.first?.score == 2)
        #expect(stored.first?.comment?.contains("sausage") == false)
        #expect(stored.first?.comment?.hasPrefix("Slow.") == true)
        let sealed = try desk.tenant.asAdmin { connection in
            try connection.query(
                "SELECT count(*) FROM switchyard.survey_answer WHERE position('Slow'::bytea IN comment) > 0"
            ).first?.column(0, as: Int.self)
        }
        #expect(sealed == 0)
    }

    @Test func `V7: it may be changed for a day, and then no more`() throws {
        let desk = try SurveyDesk()
        let (ticket, token) = try desk.invited()
        _ = try desk.answer(token, SurveyForm(score: 1))
        desk.clock.advance(seconds: SurveyInvitation.editableSeconds)
        #expect(try desk.show(token).html.contains("value=\"1\" required checked"))
        _ = try desk.answer(token, SurveyForm(score: 5))
        #expect(try desk.stored(ticket).map(\.score) == [5])
        desk.clock.advance(seconds: 1)
        #expect(try !desk.show(token).html.contains("<form"))
        _ = try desk.answer(token, SurveyForm(score: 3))
        #expect(try desk.stored(ticket).map(\.score) == [5])
    }

    @Test func `V6: a robot's answer is kept and not counted`() throws {
        let desk = try SurveyDesk()
        let (ticket, token) = try desk.invited()
        _ = try desk.answer(token, SurveyForm(score: 5, isTrapped: true))
        #expect(try desk.stored(ticket).map(\.isQuarantined) == [true])
        let report = try desk.report()
        #expect((report.surveys.sent, report.surveys.answered) == (1, 0))
    }

    @Test func `V11: answers count on the day they came`() throws {
        let desk = try SurveyDesk()
        let (_, token) = try desk.invited()
        let (_, second) = try desk.invited()
        _ = try desk.answer(token, SurveyForm(score: 4))
        desk.clock.advance(seconds: 5 * 86_400)
        _ = try desk.answer(second, SurveyForm(score: 3))
        let both = try desk.report(days: 30)
        #expect((both.surveys.sent, both.surveys.answered, both.surveys.satisfied) == (2, 2, 1))
        #expect(both.surveys.csat.percent == "50.00")
        #expect(both.surveys.isTooFew)
        let first = try desk.report(days: 2)
        #expect((first.surveys.sent, first.surveys.answered, first.surveys.csat.percent) == (2, 1, "100.00"))
    }

    @Test func `every link that is not good shows the same bytes`() throws {
        let desk = try SurveyDesk()
        let foreign = try SurveyDesk().invited().token
        let (_, expired) = try desk.invited()
        let (_, almost) = try desk.invited()
        desk.clock.advance(seconds: SurveyInvitation.validSeconds - SurveyDesk.delaySeconds)
        #expect(try desk.show(almost).status == 200)
        desk.clock.advance(seconds: SurveyDesk.delaySeconds)
        let unknown = SurveyToken(random: Array(repeating: 7, count: SurveyToken.randomBytes)).text
        for token in [foreign, expired, unknown, "", "x", "../../etc", String(repeating: "a", count: 10_000)] {
            #expect(try desk.show(token) == .notFound)
            #expect(try desk.answer(token, SurveyForm(score: 5)) == .notFound)
        }
    }

    @Test func `an answer without a score is asked again`() throws {
        let desk = try SurveyDesk()
        let (ticket, token) = try desk.invited()
        let page = try desk.answer(token, SurveyForm(score: nil, comment: "hm"))
        #expect(page.status == 422)
        #expect(page.html.contains("<form"))
        #expect(try desk.stored(ticket).isEmpty)
    }

    @Test func `K2: an answer moves no clock`() throws {
        let desk = try SurveyDesk()
        let (ticket, token) = try desk.invited()
        let clocks = { () throws -> [ClockCycle] in
            try desk.tenant.transaction(as: .worker) { try CaseFile.open(ticket, in: $0).clocks().cycles }
        }
        let before = try clocks()
        _ = try desk.answer(token, SurveyForm(score: 1, comment: "Please call me"))
        #expect(try clocks() == before)
    }

    @Test(arguments: SurveyWords.all.map(\.language))
    func `V8: page and mail speak the customer's language`(_ language: String) throws {
        let desk = try SurveyDesk()
        let words = SurveyWords.choose(language)
        let (ticket, token) = try desk.invited(language: language + "-XX")
        let page = try desk.show(token)
        #expect(page.html.contains("lang=\"\(language)\""))
        #expect(page.html.contains(words.send))
        let letter = try #require(try desk.letter(ticket))
        #expect(letter.subject.hasPrefix(words.mailSubject))
        #expect(letter.text.contains("https://desk.example/s/\(desk.tenant.slug)/\(token)?score=4"))
        #expect(letter.html?.components(separatedBy: "?score=").count == 6)
        #expect(!letter.text.contains(ticket.uuidString.lowercased()))
    }

    @Test func `an answered invitation is not mailed again`() throws {
        let desk = try SurveyDesk()
        let (ticket, token) = try desk.invited()
        #expect(try desk.letter(ticket) != nil)
        _ = try desk.answer(token, SurveyForm(score: 5))
        #expect(try desk.letter(ticket) == nil)
    }
}

extension SurveyDesk {
    /// From the desk's first day on.
    func report(days: Int = 30) throws -> ServiceLevelReport {
        guard let from = BusinessTime.CivilDate(iso8601: "2026-05-04") else { throw DomainError.notFound }
        return try tenant.transaction(as: tenant.tenantAdmin.actor) { tx in
            try ServiceLevelReport.make(from: from, to: from.adding(days: days), in: tx)
        }
    }
}
