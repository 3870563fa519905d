import BusinessTime
import Foundation
import Postgres
import TestSupport
import TestTools
import Testing

@testable import Switchyard

/// Stories lived through by a case of the database, and by nobody but the machine: the same rows (`spec/sla.md` S1, S2, S3).
@Suite(.needsDatabase) struct ToldCaseTests {
    private static let historiesDefault = 300

    /// As it became known; all of it afterwards, in another order, some facts twice; and without a database.
    @Test func anyOrderOfArrivalGivesTheRowsOfTheStory() async throws {
        let database = try TestDatabase.shared()
        let seeds = SeedRange(count: Self.historiesDefault)
        let counts = try await seeds.inParts { seeds in
            try database.withConnection(.api) { connection in
                var cycles = 0
                for seed in seeds {
                    let telling = RandomTelling(seed: seed)
                    let rows = try DerivedRows(of: Self.clocks(of: telling), facts: telling.facts)
                    let inOrder = try Self.rows(telling, told: telling.batches, on: connection)
                    #expect(inOrder.differences(from: rows) == [], "in order: \(SeedRange.again(seed))")
                    let mixed = try Self.rows(telling, told: telling.mixedBatches, on: connection)
                    #expect(mixed.differences(from: rows) == [], "mixed: \(SeedRange.again(seed))")
                    cycles += rows.cycles.count
                }
                return cycles
            }
        }
        #expect(counts.reduce(0, +) > seeds.count)
    }

    @Test(arguments: RuleStory.all)
    func aStoryOfTheRulesGivesTheRowsOfTheReplay(told: RuleStory) throws {
        let story = try told.story()
        var run = StoryRun(story)
        for fact in story.facts { run.learn(fact) }
        let rows = DerivedRows(of: run.clocks(), facts: story.facts)
        let stored = try TestDatabase.shared().withConnection(.api) { connection in
            try Self.rows(
                told: story.facts.map { [$0] },
                from: try #require(story.facts.first).recordedAt,
                until: run.asOf,
                policy: ToldPolicy.published(told.policyDocument, changes: story.facts),
                calendar: told.calendarDocument,
                channel: .chat,
                on: connection
            )
        }
        #expect(stored.differences(from: rows) == [])
        #expect(!rows.cycles.isEmpty)
    }

    /// A story names no channel: all its clocks run. A case has no contacts where its channel has none.
    private static func clocks(of telling: RandomTelling) throws -> CaseClocks {
        let calendar = try CalendarDocument(story: telling.calendar)
        var run = StoryRun(
            Story(
                id: .null,
                policy: try JSONDecoder().decode(SLAPolicy.self, from: Data(telling.policy.bytes)),
                line: CalendarLine(try OpenTime(document: calendar)),
                facts: telling.facts + [telling.lastLook]
            )
        )
        for fact in run.story.facts { run.learn(fact) }
        return telling.channel.isLive ? run.clocks() : run.clocks().without(.answer)
    }

    private static func rows(
        _ telling: RandomTelling,
        told batches: [[CaseFact]],
        on connection: Connection
    ) throws -> DerivedRows {
        try rows(
            told: batches,
            from: telling.start,
            until: telling.end,
            policy: ToldPolicy.published(telling.policy, changes: telling.facts),
            calendar: telling.calendar,
            channel: telling.channel,
            on: connection
        )
    }

    private static func rows(
        told batches: [[CaseFact]],
        from start: Instant,
        until end: Instant,
        policy: JSON,
        calendar: JSON,
        channel: TicketChannel,
        on connection: Connection
    ) throws -> DerivedRows {
        let clock = TestClock(start)
        let tenant = try TenantFixture.make(on: connection) { options in
            options.clock = clock
            options.hasDesks = false
            options.policy = policy
            options.calendar = calendar
        }
        var told = ToldCase(in: tenant, clock: clock, channel: channel, on: connection)
        for batch in batches { try told.tell(batch) }
        return try told.rows(asOf: end)
    }
}

extension CaseClocks {
    fileprivate func without(_ metric: SLAMetric) -> CaseClocks {
        CaseClocks(
            cycles: cycles.filter { $0.metric != metric },
            policies: policies,
            moves: moves.filter { $0.metric != metric },
            followUps: followUps,
            asOf: asOf
        )
    }
}

extension RandomTelling {
    /// A note that only makes the story look at its clocks when everything is known.
    fileprivate var lastLook: CaseFact {
        CaseFact(id: "last look", ticket: StoryEvent.ticketDefault, occurredAt: end, kind: .internalNote)
    }
}
