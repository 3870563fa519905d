import BusinessTime
import Switchyard
import TestTools

/// A random story of up to 24 facts on two tickets over ten days, with late and simultaneous ones.
struct RandomHistory {
    private static let factsMax = 24
    /// Monday 2025-06-02T00:00Z.
    private static let start = Instant(microseconds: 1_748_822_400_000_000)
    private static let minutes = 14_400
    private static let statuses: [ClockStatus] = [
        .open, .waitingCustomer, .waitingThirdParty, .waitingClient, .waitingProblem, .resolved,
    ]

    private var random: SeededNumbers
    let policy: SLAPolicy
    let end = RandomHistory.start.adding(seconds: 12 * 86_400)

    init(seed: UInt64) {
        random = SeededNumbers(seed: seed)
        var targets: [SLAMetric: Int64] = [:]
        for metric in SLAMetric.allCases where Bool.random(using: &random) {
            targets[metric] = Int64.random(in: 1...200_000, using: &random)
        }
        var policy = SLAPolicy(targetSeconds: targets)
        policy.reopenWindowDays = Int64.random(in: 1...7, using: &random)
        policy.floorSeconds = Int64.random(in: 0...3600, using: &random)
        self.policy = policy
    }

    mutating func facts() -> [CaseFact] {
        (0..<Int.random(in: 1...Self.factsMax, using: &random)).map { index in
            // Quarter hours, so that several facts share an instant.
            let minute = Int64(Int.random(in: 0..<(Self.minutes / 15), using: &random)) * 15
            let occurredAt = Self.start.adding(seconds: minute * 60)
            let delay = Bool.random(using: &random) ? 0 : Int64.random(in: 0...86_400, using: &random)
            return CaseFact(
                id: "fact \(index)",
                ticket: Int.random(in: 0..<4, using: &random) == 0 ? "B" : "A",
                occurredAt: occurredAt,
                recordedAt: occurredAt.adding(seconds: delay),
                kind: kind()
            )
        }
    }

    /// Another order, some facts twice.
    mutating func mixed(_ facts: [CaseFact]) -> [CaseFact] {
        (facts + facts.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }).shuffled(using: &random)
    }

    private mutating func kind() -> CaseFact.Kind {
        let message = "m\(Int.random(in: 0..<6, using: &random))"
        let metric = SLAMetric.allCases[Int.random(in: 0..<SLAMetric.allCases.count, using: &random)]
        let status = Self.statuses[Int.random(in: 0..<Self.statuses.count, using: &random)]
        let targets = [metric: Int64.random(in: 1...200_000, using: &random)]
        switch Int.random(in: 0..<24, using: &random) {
        case 0..<6: return .customerMessage
        case 6..<10: return .publicReply(messageID: message)
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
        default: return .acknowledged(.level(.l2))
        }
    }
}
