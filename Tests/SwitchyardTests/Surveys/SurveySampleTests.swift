import Foundation
import TestSupport
import TestTools
import Testing

@testable import Switchyard

@Suite(.needsDatabase) struct SurveySampleTests {
    @Test func `V4: the draw depends on case and question alone and is spread evenly`() {
        var numbers = SeededNumbers(seed: 21)
        let tickets = (0..<4_000).map { _ in
            UUID(uuid: withUnsafeBytes(of: (numbers.next(), numbers.next())) { $0.load(as: uuid_t.self) })
        }
        let asked = tickets.filter { SurveySample(ticket: $0, version: 1, rate: 2_500).isIn }
        #expect((900...1_100).contains(asked.count))
        for ticket in tickets.prefix(50) {
            #expect(
                SurveySample(ticket: ticket, version: 1, rate: 1)
                    == SurveySample(ticket: ticket, version: 1, rate: 1)
            )
            #expect(SurveySample(ticket: ticket, version: 1, rate: SurveySample.whole).isIn)
            #expect(!SurveySample(ticket: ticket, version: 1, rate: 0).isIn)
        }
        let moved = tickets.filter {
            SurveySample(ticket: $0, version: 1, rate: 0).draw != SurveySample(ticket: $0, version: 2, rate: 0).draw
        }
        #expect(moved.count > 3_900)
    }

    @Test func `V4: who is left out is left out with the reason and the draw, once`() throws {
        let desk = try SurveyDesk(survey: ["delay_seconds": 3_600, "sample_basis_points": 0])
        let ticket = try desk.resolvedTicket()
        desk.clock.advance(seconds: SurveyDesk.delaySeconds)
        #expect(try desk.decide(ticket) == .suppressed(.notSampled))
        #expect(try desk.decide(ticket) == .moot)
        let decided = try #require(try desk.events(.surveyDecided, ticket).first)
        #expect(decided.body["reason"] == "not_sampled")
        let draw = SurveySample(ticket: ticket, version: SurveyWords.version, rate: 0).draw
        #expect(decided.body["sample"] == ["draw": draw.json, "rate": 0])
    }

    @Test func `V4: who is asked is asked with the draw on record`() throws {
        let desk = try SurveyDesk()
        let (ticket, _) = try desk.invited()
        let decided = try #require(try desk.events(.surveyDecided, ticket).first)
        #expect(try decided.body.object("sample").integer("rate") == 10_000)
    }
}
