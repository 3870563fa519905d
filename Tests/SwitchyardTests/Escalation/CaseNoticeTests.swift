import BusinessTime
import Foundation
import TestSupport
import Testing

@testable import Switchyard

/// What was sent is annotated, not unsent (`spec/sla.md S3`). First reply in an hour.
@Suite(.needsDatabase) struct CaseNoticeTests {
    private func notices(_ story: ClockedCase) throws -> [CaseNotice] {
        try story.fixture.transaction(as: .worker) {
            try CaseNotice.page(of: story.id, after: nil, limit: 200, in: $0)
        }.filter { $0.metric == SLAMetric.firstReply.rawValue }
    }

    @Test func s3_whatToldOfABreachThatIsTakenBackSaysSoAndAWarningDoesNot() throws {
        let story = try ClockedCase()
        for seconds in [1_800, 3_601, 5_401] as [Int64] {
            story.moveTo(seconds)
            try story.wake()
        }
        let before = try notices(story)
        #expect(Set(before.map(\.step)).isSuperset(of: ["warn_50", "breach", "repeat_1"]))
        #expect(before.allSatisfy { $0.breachRetractedAt == nil })
        // Written in time, known late.
        story.moveTo(6_000)
        try story.act {
            try $0.record(.replied, ["message_id": UUID().json], occurredAt: ClockedCase.at(600))
        }
        for notice in try notices(story) {
            let isOfBreach = !notice.step.hasPrefix("warn")
            #expect(notice.breachRetractedAt == (isOfBreach ? ClockedCase.at(6_000) : nil), "\(notice.step)")
        }
    }

    @Test func s3_aBreachThatStandsIsNotAnnotated() throws {
        let story = try ClockedCase()
        story.moveTo(3_601)
        try story.wake()
        story.moveTo(4_000)
        try story.act { try $0.record(.replied, ["message_id": UUID().json], occurredAt: ClockedCase.at(3_900)) }
        #expect(try notices(story).allSatisfy { $0.breachRetractedAt == nil })
    }
}
