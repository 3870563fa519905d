import BusinessTime
import TestTools

@testable import Switchyard

/// A random story of up to 24 facts on two tickets over ten days, with late and simultaneous ones.
struct RandomHistory {
    private static let factsMax = 24
    /// Monday 2025-06-02T00:00Z.
    private static let start = Instant(microseconds: 1_748_822_400_000_000)
    private static let minutes = 14_400
    private static let targetSeconds: ClosedRange<Int64> = 1...200_000
    private static let statuses: [ClockStatus] = [
        .open, .waitingCustomer, .waitingThirdParty, .waitingClient, .waitingProblem, .resolved,
    ]

    private var random: SeededNumbers
    let policy: SLAPolicy
    let line: CalendarLine
    let facts: [CaseFact]
    let end = RandomHistory.start.adding(seconds: 12 * 86_400)

    init(seed: UInt64) throws {
        var random = SeededNumbers(seed: seed)
        var targets: [SLAMetric: Int64] = [:]
        for metric in SLAMetric.allCases where Bool.random(using: &random) {
            targets[metric] = Int64.random(in: Self.targetSeconds, using: &random)
        }
        var policy = SLAPolicy(targetSeconds: targets)
        policy.reopenWindowDays = Int64.random(in: 1...7, using: &random)
        policy.floorSeconds = Int64.random(in: 0...3600, using: &random)
        self.policy = policy
        line = try Self.line(&random)
        facts = (0..<Int.random(in: 1...Self.factsMax, using: &random)).map { Self.fact($0, &random) }
        self.random = random
    }

    /// The facts as a story: in the order in which they became known.
    var story: Story { Story(id: .null, policy: policy, line: line, facts: facts) }

    /// The facts in another order, some of them twice.
    func mixed() -> [CaseFact] {
        var random = random
        let twice = facts.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
        return (facts + twice).shuffled(using: &random)
    }

    /// Round the clock, office hours, or office hours from some day on.
    private static func line(_ random: inout SeededNumbers) throws -> CalendarLine {
        let knownFrom = instant(&random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: return CalendarLine(.always)
        case 1: return CalendarLine(try ClockStory.officeHours())
        default: return CalendarLine(.always, later: [(knownFrom, try ClockStory.officeHours())])
        }
    }

    private static func fact(_ index: Int, _ random: inout SeededNumbers) -> CaseFact {
        let occurredAt = instant(&random)
        let delay = Bool.random(using: &random) ? 0 : Int64.random(in: 0...86_400, using: &random)
        return CaseFact(
            id: "fact \(index)",
            ticket: Int.random(in: 0..<4, using: &random) == 0 ? "B" : "A",
            occurredAt: occurredAt,
            recordedAt: occurredAt.adding(seconds: delay),
            kind: kind(&random)
        )
    }

    /// Quarter hours, so that several facts share an instant.
    private static func instant(_ random: inout SeededNumbers) -> Instant {
        start.adding(seconds: Int64(Int.random(in: 0..<(minutes / 15), using: &random)) * 900)
    }

    private static func kind(_ random: inout SeededNumbers) -> CaseFact.Kind {
        let message = "m\(Int.random(in: 0..<6, using: &random))"
        let metric = random.pick(SLAMetric.allCases)
        let status = random.pick(statuses)
        let targets = [metric: Int64.random(in: targetSeconds, using: &random)]
        switch Int.random(in: 0..<34, using: &random) {
        case 0..<6: return .customerMessage
        case 6..<9: return .publicReply(messageID: message)
        case 9: return .publicReply(messageID: nil)
        case 10: return .publicReplyWithStatus(messageID: message, status)
        case 11: return .autoAck
        case 12: return .openedByAgent
        case 13, 14: return .statusChanged(status)
        case 15: return .resolved
        case 16: return .resolvedWithoutReply
        case 17: return .reopened
        case 18: return .targetChanged(targets)
        case 19: return .targetCorrected(targets, approvedBy: "supervisor")
        case 20: return .policyPublished(targets, applies: Bool.random(using: &random) ? .running : .newCyclesOnly)
        case 21: return .policyWithout(metric)
        case 22:
            return Bool.random(using: &random) ? .merged(from: "A", into: "B") : .sendFailedFinally(messageID: message)
        case 23: return .internalNote
        case 24: return .calendarPublished
        case 25: return .messagesMoved(["fact \(Int.random(in: 0..<factsMax, using: &random))"])
        case 26:
            // The second is a version that has no policy for anybody.
            let scope: CaseFact.PublishScope = Bool.random(using: &random) ? .running : .newCyclesOnly
            return .policyInForce(version: Int.random(in: 1...2, using: &random), applies: scope)
        case 27: return .attributesChanged(.priority(random.pick(["P1", "P3"])))
        case 28: return .attributesCorrected(.priority(random.pick(["P1", "P3"])))
        case 29: return .assigned(toSomebody: Bool.random(using: &random))
        case 30, 31: return .attributesChanged(.place(level: random.pick([1, 2, 3]), teamID: nil))
        default: return .acknowledged(.level(.l2))
        }
    }
}

extension CaseFact.Kind {
    /// Every kind of fact, so that a new one does not compile until the histories know it.
    static let names: Set<String> = [
        "customerMessage", "publicReply", "publicReplyWithStatus", "autoAck", "internalNote", "openedByAgent",
        "statusChanged", "resolved", "resolvedWithoutReply", "reopened", "targetChanged", "targetCorrected",
        "policyPublished", "policyInForce", "attributesChanged", "attributesCorrected", "policyWithout",
        "calendarPublished", "merged", "messagesMoved", "sendFailedFinally", "acknowledged", "assigned",
    ]

    var name: String {
        switch self {
        case .customerMessage: "customerMessage"
        case .publicReply: "publicReply"
        case .publicReplyWithStatus: "publicReplyWithStatus"
        case .autoAck: "autoAck"
        case .internalNote: "internalNote"
        case .openedByAgent: "openedByAgent"
        case .statusChanged: "statusChanged"
        case .resolved: "resolved"
        case .resolvedWithoutReply: "resolvedWithoutReply"
        case .reopened: "reopened"
        case .targetChanged: "targetChanged"
        case .targetCorrected: "targetCorrected"
        case .policyPublished: "policyPublished"
        case .policyInForce: "policyInForce"
        case .attributesChanged: "attributesChanged"
        case .attributesCorrected: "attributesCorrected"
        case .policyWithout: "policyWithout"
        case .calendarPublished: "calendarPublished"
        case .merged: "merged"
        case .messagesMoved: "messagesMoved"
        case .sendFailedFinally: "sendFailedFinally"
        case .acknowledged: "acknowledged"
        case .assigned: "assigned"
        }
    }
}
