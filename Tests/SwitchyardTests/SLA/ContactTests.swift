import BusinessTime
import Foundation
import TestTools
import Testing

@testable import Switchyard

/// `answer` (`spec/sla.md`, Clocks): how long a contact on a live channel waits for its first answer.
struct ContactTests {
    private static let message = CaseFact.Kind.customerMessage
    private static let reply = CaseFact.Kind.publicReply(messageID: "m")

    struct Sample: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let facts: [(String, CaseFact.Kind)]
        let contacts: [String]

        init(_ name: String, _ facts: [(String, CaseFact.Kind)], _ contacts: [String]) {
            testDescription = name
            self.facts = facts
            self.contacts = contacts
        }
    }

    static let samples = [
        Sample("answered in time", [("09:00", message), ("09:03", reply)], ["09:00-09:03 fulfilled met"]),
        Sample("at the breach itself", [("09:00", message), ("09:05", reply)], ["09:00-09:05 fulfilled met"]),
        Sample("answered late", [("09:00", message), ("09:06", reply)], ["09:00-09:06 fulfilled missed"]),
        Sample(
            "who writes again waits on, from the first message",
            [("09:00", message), ("09:02", message), ("09:04", reply)],
            ["09:00-09:04 fulfilled met"]
        ),
        Sample(
            "who is served is waited for no more",
            [("09:00", message), ("09:03", reply), ("09:10", message)],
            ["09:00-09:03 fulfilled met"]
        ),
        Sample(
            "who comes back to a resolved case is a contact anew",
            [("09:00", message), ("09:03", reply), ("09:10", .resolved), ("09:20", message), ("09:30", reply)],
            ["09:00-09:03 fulfilled met", "09:20-09:30 fulfilled missed"]
        ),
        Sample(
            "K3: resolved before anybody answered",
            [("09:00", message), ("09:02", .resolvedWithoutReply), ("09:20", message)],
            ["09:00-09:02 cancelled resolved_without_reply", "09:20- running missed"]
        ),
        Sample(
            "a word after the resolution serves no later contact",
            [("09:00", message), ("09:03", reply), ("09:10", .resolved), ("09:15", reply), ("09:20", message)],
            ["09:00-09:03 fulfilled met", "09:20- running missed"]
        ),
        Sample(
            "reopened by an agent who writes first: nobody waits",
            [
                ("09:00", message), ("09:03", reply), ("09:10", .resolved), ("09:15", .reopened), ("09:16", reply),
                ("09:20", message),
            ],
            ["09:00-09:03 fulfilled met"]
        ),
        Sample(
            "reopened by an agent, and the customer writes first",
            [("09:00", message), ("09:03", reply), ("09:10", .resolved), ("09:15", .reopened), ("09:20", message)],
            ["09:00-09:03 fulfilled met", "09:20- running missed"]
        ),
        Sample(
            "opened by an agent who writes first: nobody waits",
            [("09:00", .openedByAgent), ("09:01", reply), ("09:02", message)],
            []
        ),
        Sample(
            "opened by an agent, and the customer writes first",
            [("09:00", .openedByAgent), ("09:02", message), ("09:04", reply)],
            ["09:02-09:04 fulfilled met"]
        ),
        Sample(
            "K1: receipts and notes answer nobody",
            [("09:00", message), ("09:01", .autoAck), ("09:02", .internalNote)],
            ["09:00- running missed"]
        ),
        Sample(
            "K1: an answer that never arrived was none",
            [("09:00", message), ("09:03", reply), ("09:10", message), ("09:30", .sendFailedFinally(messageID: "m"))],
            ["09:00- running missed"]
        ),
        Sample(
            "never paused",
            [("09:00", message), ("09:01", .statusChanged(.waitingThirdParty)), ("09:06", reply)],
            ["09:00-09:06 fulfilled missed"]
        ),
        Sample(
            "S2: an answer at the instant of the question is of what came before",
            [("09:00", message), ("09:03", .resolved), ("09:20", reply), ("09:20", message)],
            ["09:00-09:03 cancelled resolved_without_reply", "09:20- running missed"]
        ),
        Sample(
            "P5: what a policy ended does not begin again with the next message",
            [("09:00", message), ("09:02", .policyWithout(.answer)), ("09:03", message), ("09:04", reply)],
            ["09:00-09:02 cancelled policy_change"]
        ),
    ]

    private func told(_ facts: [(String, CaseFact.Kind)]) throws -> ClockStory {
        var story = ClockStory([.answer: 300])
        for (time, kind) in facts { try story.tell(time, kind) }
        return story
    }

    private func words(_ cycles: [ClockCycle]) -> [String] {
        cycles.map { cycle in
            let start = cycle.startAt.iso8601.dropFirst(11).prefix(5)
            let end = cycle.endedAt?.iso8601.dropFirst(11).prefix(5) ?? ""
            return ["\(start)-\(end)", cycle.state.rawValue, cycle.reason?.rawValue, cycle.verdict?.rawValue]
                .compactMap(\.self).joined(separator: " ")
        }
    }

    @Test(arguments: samples) func aContactIsTimedUntilItsFirstAnswer(_ sample: Sample) throws {
        var story = try told(sample.facts)
        let clocks = try story.clocks("10:00")
        #expect(words(clocks[.answer]) == sample.contacts)
        story.facts.reverse()
        #expect(try story.clocks("10:00") == clocks)
    }

    @Test func s3AMessageLearnedOfLateBeganTheContactEarlier() throws {
        var story = try told([("09:04", Self.message), ("09:07", Self.reply)])
        #expect(try words(story.clocks("10:00")[.answer]) == ["09:04-09:07 fulfilled met"])
        try story.tell("09:01", Self.message, recorded: "09:30")
        #expect(try words(story.clocks("10:00")[.answer]) == ["09:01-09:07 fulfilled missed"])
        try story.tell("09:03", .resolved, recorded: "09:40")
        #expect(
            try words(story.clocks("10:00")[.answer]) == [
                "09:01-09:03 cancelled resolved_without_reply", "09:04-09:07 fulfilled met",
            ]
        )
    }

    @Test func k4AFollowUpIsAContactOfItsOwn() throws {
        var story = try told([("09:00", Self.message), ("09:03", Self.reply), ("09:10", .resolved)])
        try story.tell("12 09:00", Self.message)
        let clocks = try story.clocks("12 09:04")
        #expect(clocks[.answer].map(\.ticket) == ["A", "A-followup"])
        #expect(words(clocks[.answer]).last == "09:00- running")
    }

    @Test func everyStepOfTheLadderIsItsOwn() throws {
        let cycle = try #require(try told([("09:00", Self.message)]).clocks("09:01")[.answer].first)
        let ladder = cycle.ladder(policy: SLAPolicy(targetSeconds: [.answer: 300]), calendar: .always)
        #expect(ladder.map(\.key).prefix(4) == ["warn_50", "warn_75", "warn_90", "breach"])
        #expect(ladder[3].recipient == .level(.l2))
    }

    // MARK: Channels and policies

    @Test(arguments: TicketChannel.allCases) func onlyALiveChannelHasContacts(_ channel: TicketChannel) throws {
        let book = try PolicyBook(["targets": ["answer": 300, "first_reply": 3600]])
        let terms = CaseTerms(
            PolicyLine(always: book, number: 1),
            version: 1,
            attributes: CaseAttributes(channel: channel.rawValue),
            calendars: .only(CalendarLine(.always))
        )
        let clocks = try ClockMachine.fold(
            told([("09:00", Self.message)]).facts,
            terms: terms,
            asOf: ClockStory.at("09:01")
        )
        let expected: [SLAMetric] = channel == .chat || channel == .phone ? [.answer, .firstReply] : [.firstReply]
        #expect(clocks.cycles.map(\.metric) == expected)
    }

    @Test func p5AWaitingContactIsTimedAgainByAPolicyThatPromisesIt() throws {
        let books: [JSON] = [["answer": 300], ["first_reply": 60], ["answer": 600]]
        let versions = try zip(["08:00", "09:02", "09:10"], books).enumerated().map { place, published in
            PolicyLine.Version(
                number: place + 1,
                effectiveFrom: try ClockStory.at(published.0),
                scope: .running,
                book: try PolicyBook(["targets": published.1])
            )
        }
        let terms = CaseTerms(
            PolicyLine(versions),
            version: 1,
            attributes: CaseAttributes(channel: "chat"),
            calendars: .only(CalendarLine(.always))
        )
        func contacts(_ facts: [(String, CaseFact.Kind)]) throws -> [String] {
            let start = try ClockStory.at("09:00")
            let published = terms.publications(ticket: "A", occurredAt: start, recordedAt: start)
            return words(
                try ClockMachine.fold(told(facts).facts + published, terms: terms, asOf: ClockStory.at("09:15"))[
                    .answer
                ]
            )
        }
        #expect(try contacts([("09:00", Self.message)]) == ["09:00-09:02 cancelled policy_change", "09:10- running"])
        #expect(
            try contacts([("09:00", Self.message), ("09:05", Self.reply), ("09:06", Self.message)])
                == ["09:00-09:02 cancelled policy_change"]
        )
    }

    // MARK: Cases joined and parted

    @Test func k5TheOlderContactMovesTheStartAndNotTheArrival() throws {
        var story = try told([("09:00", Self.message)])
        story.policy.floorSeconds = 60
        try story.tell("09:02", Self.message, ticket: "B")
        try story.tell("09:03", .merged(from: "A", into: "B"))
        let contacts = try story.clocks("09:04")[.answer]
        #expect(words(contacts) == ["09:00-09:03 cancelled merged", "09:00- running"])
        #expect(try contacts[1].arrivedAt == ClockStory.at("09:02"))
        #expect(try contacts[1].dueAt == ClockStory.at("09:05"))
        #expect(contacts[0].arrivedAt == nil)
    }

    @Test func k5AYoungerContactMovesNothing() throws {
        var story = try told([("09:02", Self.message)])
        try story.tell("09:00", Self.message, ticket: "B")
        try story.tell("09:03", .merged(from: "A", into: "B"))
        let contact = try #require(try story.clocks("09:04").of("B")[.answer].first)
        #expect(try (contact.startAt, contact.arrivedAt) == (ClockStory.at("09:00"), nil))
    }

    @Test func k5AContactThatWasMergedIntoOneThatIsServedWaitsForTheNextReply() throws {
        var story = try told([("09:10", Self.message)])
        story.policy.targets[.nextReply] = SLATarget(seconds: 3600)
        try story.tell("09:00", Self.message, ticket: "B")
        try story.tell("09:01", Self.reply, ticket: "B")
        try story.tell("09:12", .merged(from: "A", into: "B"))
        let clocks = try story.clocks("09:20").of("B")
        #expect(words(clocks[.answer]) == ["09:00-09:01 fulfilled met"])
        #expect(words(clocks[.nextReply]) == ["09:10- running"])
    }

    @Test func k5AContactThatWasMergedWhereNobodyWaitsArrivesByTheMerge() throws {
        var story = try told([("09:00", Self.message)])
        story.policy.floorSeconds = 600
        try story.tell("08:00", .openedByAgent, ticket: "B")
        try story.tell("09:20", .merged(from: "A", into: "B"))
        let contact = try #require(try story.clocks("09:25").of("B")[.answer].first)
        #expect(try contact.startAt == ClockStory.at("09:00"))
        #expect(try contact.arrivedAt == ClockStory.at("09:20"))
        #expect(try contact.dueAt == ClockStory.at("09:30"))
        #expect(contact.verdict == nil)
    }

    @Test func k5AMessageThatLeavesTakesTheContactThatItBegan() throws {
        var story = ClockStory([.answer: 300])
        try story.tell("09:00", Self.message, id: "m1")
        try story.tell("09:02", Self.message, id: "m2")
        try story.tell("09:03", .messagesMoved(["m1"]))
        #expect(try words(story.clocks("09:04")[.answer]) == ["09:00-09:03 cancelled split", "09:02- running"])
        try story.tell("09:05", .messagesMoved(["m2"]))
        try story.tell("09:10", Self.message)
        #expect(
            try words(story.clocks("09:11")[.answer])
                == ["09:00-09:03 cancelled split", "09:02-09:05 cancelled split", "09:10- running"]
        )
    }

    // MARK: Random histories

    /// What a reader of the log would say, without a machine.
    private struct PlainContact: Equatable {
        let start: Instant
        var end: Instant?
        var isAnswered = false
    }

    /// The contacts of one case whose facts at one instant are an answer and a question at most.
    private static func plain(_ facts: [CaseFact]) -> [PlainContact] {
        let failed = facts.compactMap { fact -> String? in
            if case .sendFailedFinally(let message) = fact.kind { return message }
            return nil
        }
        let inOrder = facts.sorted {
            ($0.occurredAt, $0.kind == .customerMessage ? 1 : 0) < ($1.occurredAt, $1.kind == .customerMessage ? 1 : 0)
        }
        var contacts: [PlainContact] = []
        var isResolved = false
        var isServed = false
        func close(_ at: Instant, answered: Bool) {
            guard var last = contacts.last, last.end == nil else { return }
            last.end = at
            last.isAnswered = answered
            contacts[contacts.count - 1] = last
        }
        func reopen() {
            guard isResolved else { return }
            isResolved = false
            isServed = false
        }
        for fact in inOrder {
            let at = fact.occurredAt
            if let reply = Reply(fact.kind), !failed.contains(reply.message) {
                close(at, answered: true)
                isServed = true
            }
            switch fact.kind {
            case .resolved, .resolvedWithoutReply:
                close(at, answered: false)
                isResolved = true
            case .reopened, .statusChanged, .publicReplyWithStatus: reopen()
            case .customerMessage:
                reopen()
                if !isServed, contacts.last.map({ $0.end != nil }) ?? true { contacts.append(PlainContact(start: at)) }
            default: continue
            }
        }
        return contacts
    }

    private struct Reply {
        let message: String

        init?(_ kind: CaseFact.Kind) {
            switch kind {
            case .publicReply(let id), .publicReplyWithStatus(let id, _): message = id ?? "of no name"
            default: return nil
            }
        }
    }

    @Test func aRandomHistoryHasTheContactsThatAReaderFindsInIt() throws {
        let target: Int64 = 7200
        var late = 0
        for seed in 1...3000 as ClosedRange<UInt64> {
            let telling = RandomTelling(seed: seed)
            let clocks = try ClockMachine.fold(
                telling.facts.filter { !$0.kind.setsTargets },
                policy: SLAPolicy(targetSeconds: [.answer: target]),
                calendar: .always,
                asOf: telling.end
            )
            let contacts = Self.plain(telling.facts)
            let found = clocks[.answer].map {
                PlainContact(start: $0.startAt, end: $0.endedAt, isAnswered: $0.state == .fulfilled)
            }
            #expect(found == contacts, "seed \(seed)")
            for (cycle, contact) in zip(clocks[.answer], contacts) {
                let waited = (contact.end ?? telling.end).microseconds(since: contact.start)
                #expect((cycle.breachedAt != nil) == (waited > target * Instant.microsecondsPerSecond), "seed \(seed)")
                if cycle.breachedAt != nil { late += 1 }
            }
        }
        #expect(late > 500)
    }

    /// Every history of two cases, merges and splits among its facts, with the target and without it.
    @Test func whetherAContactIsTimedChangesNoOtherClock() throws {
        var contacts = 0
        for seed in 1...1500 as ClosedRange<UInt64> {
            let history = try RandomHistory(seed: seed)
            let facts = history.facts.map(\.withoutAnswerTarget)
            func others(_ seconds: Int64?) throws -> [ClockCycle] {
                var policy = history.policy
                policy.targets[.answer] = seconds.map { SLATarget(seconds: $0) }
                let clocks = try ClockMachine.fold(facts, policy: policy, line: history.line, asOf: history.end)
                contacts += clocks[.answer].count
                return clocks.cycles.filter { $0.metric != .answer }
            }
            #expect(try others(3600) == others(nil), "seed \(seed)")
        }
        #expect(contacts > 1000)
    }
}

extension CaseFact.Kind {
    fileprivate var setsTargets: Bool {
        switch self {
        case .targetChanged, .targetCorrected: true
        default: false
        }
    }
}

extension CaseFact {
    /// The same fact, silent about `answer`.
    fileprivate var withoutAnswerTarget: CaseFact {
        func others(_ seconds: [SLAMetric: Int64]) -> [SLAMetric: Int64] { seconds.filter { $0.key != .answer } }
        let kind: Kind =
            switch kind {
            case .targetChanged(let seconds): .targetChanged(others(seconds))
            case .targetCorrected(let seconds, let by): .targetCorrected(others(seconds), approvedBy: by)
            case .policyPublished(let seconds, let scope): .policyPublished(others(seconds), applies: scope)
            default: self.kind
            }
        return CaseFact(id: id, ticket: ticket, occurredAt: occurredAt, recordedAt: recordedAt, kind: kind)
    }
}
