import BusinessTime
import TestTools

@testable import Switchyard

/// A random story that a case of the database can live through: one ticket, opened by its customer, up to 9 facts over four
/// days, some known late. Facts at one instant differ in their rank (S2), so that no order of arrival can decide.
struct RandomTelling {
    private static let factsMax = 8
    /// Monday 2025-06-02T00:00Z.
    private static let monday = Instant(microseconds: 1_748_822_400_000_000)
    private static let slots = 4 * 96
    private static let slotSeconds: Int64 = 900
    private static let delaySecondsMax: Int64 = 86_400
    private static let targetSeconds: ClosedRange<Int64> = 1...200_000
    private static let statuses: [ClockStatus] = [
        .open, .waitingCustomer, .waitingThirdParty, .waitingClient, .waitingProblem,
    ]
    static let calendars: [JSON] = [
        ["always_open": true],
        [
            "tz": "Europe/Berlin",
            "weekly": [
                "mon": [["09:00", "12:30"], ["13:00", "18:00"]], "tue": [["09:00", "18:00"]],
                "thu": [["22:00", "06:00"]],
            ],
        ],
        ["tz": "Asia/Kathmandu", "weekly": ["mon": [["00:00", "24:00"]], "wed": [["08:00", "20:00"]]]],
    ]

    let seed: UInt64
    /// The case came in on.
    let channel: TicketChannel
    let policy: JSON
    let calendar: JSON
    /// As they became known; the first opens the case.
    let facts: [CaseFact]
    private let random: SeededNumbers

    init(seed: UInt64) {
        self.seed = seed
        var random = SeededNumbers(seed: seed)
        policy = Self.policy(&random)
        calendar = random.pick(Self.calendars)
        facts = Self.facts(&random)
        channel = random.pick([.chat, .phone, .email])
        self.random = random
    }

    var start: Instant { facts[0].recordedAt }

    /// When everything is known.
    var end: Instant {
        (facts.map(\.recordedAt).max() ?? Self.monday).adding(seconds: Self.slotSeconds)
    }

    /// The case is opened; then the facts in transactions of one to four, as they became known.
    var batches: [[CaseFact]] {
        var random = random
        return [[facts[0]]] + Self.batches(Array(facts.dropFirst()), &random)
    }

    /// The same facts when all is over, in another order, some of them twice.
    var mixedBatches: [[CaseFact]] {
        var random = random
        let later = facts.dropFirst().map { fact in
            CaseFact(id: fact.id, ticket: fact.ticket, occurredAt: fact.occurredAt, recordedAt: end, kind: fact.kind)
        }
        let twice = later.filter { _ in random.chance(percent: 30) }
        return [[facts[0]]] + Self.batches((later + twice).shuffled(using: &random), &random)
    }

    private static func batches(_ facts: [CaseFact], _ random: inout SeededNumbers) -> [[CaseFact]] {
        var rest = facts[...]
        var batches: [[CaseFact]] = []
        while !rest.isEmpty {
            let count = Int.random(in: 1...4, using: &random)
            batches.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return batches
    }

    private static func policy(_ random: inout SeededNumbers) -> JSON {
        var targets: JSONObject = [:]
        for metric in SLAMetric.allCases where random.chance(percent: 60) {
            targets[metric.rawValue] = .integer(Int64.random(in: targetSeconds, using: &random))
        }
        if targets.members.isEmpty { targets[SLAMetric.resolution.rawValue] = .integer(targetSeconds.upperBound) }
        var policy: JSONObject = [
            "targets": .object(targets), "floor": .integer(Int64.random(in: 0...3600, using: &random)),
        ]
        if random.chance(percent: 30) { policy["pause"] = ["resolution": ["waiting_third_party"]] }
        return .object(policy)
    }

    private static func facts(_ random: inout SeededNumbers) -> [CaseFact] {
        var slots = Set(
            (0..<Int.random(in: 2...factsMax, using: &random)).map { _ in Int.random(in: 1..<self.slots, using: &random)
            }
        )
        .sorted()
        // One change of target at the most, so that the order of arrival cannot decide about it.
        let slotOfTarget = random.chance(percent: 40) ? slots.randomElement(using: &random) : nil
        slots.insert(0, at: 0)
        var facts: [CaseFact] = []
        func add(_ slot: Int, _ kind: CaseFact.Kind, _ random: inout SeededNumbers) {
            let occurredAt = monday.adding(seconds: Int64(slot) * slotSeconds)
            let isLate = !facts.isEmpty && random.chance(percent: 30)
            let delay = isLate ? Int64.random(in: 1...delaySecondsMax, using: &random) : 0
            facts.append(
                CaseFact(
                    id: "fact \(100 + facts.count)",
                    ticket: StoryEvent.ticketDefault,
                    occurredAt: occurredAt,
                    recordedAt: occurredAt.adding(seconds: delay),
                    kind: kind
                )
            )
        }
        for slot in slots {
            let kind: CaseFact.Kind =
                slot == 0 ? .customerMessage : slot == slotOfTarget ? Self.target(&random) : Self.kind(&random)
            add(slot, kind, &random)
            // The answer and the next question in one instant.
            if case .publicReply = kind, random.chance(percent: 25) { add(slot, .customerMessage, &random) }
        }
        return facts.sorted { ($0.recordedAt, $0.id) < ($1.recordedAt, $1.id) }
    }

    private static func target(_ random: inout SeededNumbers) -> CaseFact.Kind {
        var targets: [SLAMetric: Int64] = [:]
        for metric in SLAMetric.allCases where random.chance(percent: 50) {
            targets[metric] = Int64.random(in: targetSeconds, using: &random)
        }
        return random.chance(percent: 50)
            ? .targetChanged(targets) : .targetCorrected(targets, approvedBy: "supervisor")
    }

    private static func kind(_ random: inout SeededNumbers) -> CaseFact.Kind {
        let message = "m\(Int.random(in: 0..<4, using: &random))"
        switch Int.random(in: 0..<24, using: &random) {
        case 0..<5: return .customerMessage
        case 5..<9: return .publicReply(messageID: message)
        case 9: return .publicReply(messageID: nil)
        case 10, 11: return .publicReplyWithStatus(messageID: message, random.pick(statuses))
        case 12, 13, 14: return .statusChanged(random.pick(statuses))
        case 15: return .resolved
        case 16: return .resolvedWithoutReply
        case 17: return .reopened
        case 18: return .sendFailedFinally(messageID: message)
        case 19, 20: return .attributesChanged(.place(level: random.pick([1, 2, 3]), teamID: nil))
        case 21, 22: return .assigned(toSomebody: random.chance(percent: 70))
        default: return .internalNote
        }
    }
}
