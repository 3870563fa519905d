package import BusinessTime
import Foundation

extension CaseFile {
    /// A person at the level that the ladder has reached takes the case on: the next step waits for the policy's `ack_hold`,
    /// the clock does not, and later steps keep their times (`spec/sla.md E4`). Answers until when the ladder waits.
    ///
    /// - Throws: `level_not_granted` to somebody whom the ladder has passed, `nothing_to_acknowledge` before any breach.
    @discardableResult
    package mutating func acknowledge() throws -> Instant {
        guard ticket.status.isOpen else { throw DomainError(.conflict, "case_not_open") }
        let reached = try reachedRungs()
        let rungs = Set(reached.map(\.rung)).sorted()
        guard let highest = rungs.last, let holdSeconds = reached.map(\.holdSeconds).min() else {
            throw DomainError(.conflict, "nothing_to_acknowledge")
        }
        guard try mayAnswer(highest) else { throw DomainError(.forbidden, "level_not_granted") }
        for rung in rungs {
            try record(.acknowledged, ["recipient": .string(rung.name), "level": ticket.level.json])
        }
        mustMoveAlarm = true
        return try tx.now.adding(seconds: holdSeconds)
    }

    /// Where the ladder of each breached clock stands, by its schedule, and for how long its policy lets it be held.
    private func reachedRungs() throws -> [(rung: LadderRecipient, holdSeconds: Int64)] {
        let now = try tx.now
        let clocks = try clocks()
        let terms = try terms()
        return try clocks.cycles.filter { $0.breachedAt != nil && !$0.isEnded }.compactMap { cycle in
            let level = try levelGiven(before: cycle)
            return cycle.ladder(terms, asOf: clocks.asOf, priority: ticket.priority.name, from: level)
                .last { $0.recipient != nil && $0.at <= now }?.recipient
                .map { ($0, terms.policy(cycle.policy).ackHoldSeconds) }
        }
    }

    /// A desk without anybody was passed over, so the case may be higher than the rung: then its own level counts.
    private func mayAnswer(_ rung: LadderRecipient) throws -> Bool {
        guard let person = tx.request.actor.personID else { return false }
        let post: DutyPost? =
            switch rung {
            case .level(let level): DutyPost(level: max(level.rawValue, ticket.level))
            case .dutySupervisor: .supervisor
            case .operationsManager, .clientContact: .operationsManager
            }
        guard let post else { return false }
        return try tx.duty.grants(of: person).contains { $0.entitles(to: post) }
    }
}
