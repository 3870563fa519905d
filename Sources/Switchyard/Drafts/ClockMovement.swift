package import BusinessTime
package import Foundation

/// What a publication would do to one running clock.
package struct ClockMovement: Sendable {
    package enum Effect: String, CaseIterable, Sendable {
        /// It would be late the moment the version is in force.
        case breachesAtOnce = "breaches_at_once"
        /// The target could not be reached within ten years (T6).
        case unschedulable
        /// The policies have no such promise for the case any more (P5).
        case cancelled
        /// The policies have one that they had not.
        case started
        case earlier
        case later
        /// Paused: only what is left of it changes, or it can be scheduled again.
        case changed
    }

    package struct Side: Sendable, Hashable {
        package let state: ClockCycle.State
        package let dueAt: Instant?
        package let breachAt: Instant?
        package let targetSeconds: Int64
        package let policy: PolicyRef
        package let calendar: String

        init(_ cycle: ClockCycle) {
            state = cycle.state
            dueAt = cycle.dueAt
            breachAt = cycle.breachAt
            targetSeconds = cycle.targetSeconds
            policy = cycle.policy
            calendar = cycle.calendar.name
        }
    }

    package let ticketID: UUID
    package let reference: Reference
    package let metric: SLAMetric
    package let cycle: String
    package let effect: Effect
    package let before: Side?
    package let after: Side?
    /// Only P3's floor keeps it from a breach at once, or a deadline nearer than that.
    package let isHeldByFloor: Bool

    /// What differs, of clocks that have not ended.
    static func all(
        _ ticket: Ticket,
        from before: CaseClocks,
        to after: CaseClocks,
        effectiveFrom: Instant
    ) -> [ClockMovement] {
        func byKey(_ clocks: CaseClocks) -> [[String]: ClockCycle] {
            Dictionary(clocks.cycles.map { ([$0.metric.rawValue, $0.startedBy], $0) }) { first, _ in first }
        }
        let known = byKey(before)
        let fresh = byKey(after)
        return Set(known.keys).union(fresh.keys).sorted { $0.lexicographicallyPrecedes($1) }.compactMap { key in
            ClockMovement(ticket, from: known[key], to: fresh[key], effectiveFrom: effectiveFrom)
        }
    }

    private init?(_ ticket: Ticket, from before: ClockCycle?, to after: ClockCycle?, effectiveFrom: Instant) {
        guard let any = after ?? before, before.map({ !$0.isEnded }) ?? true else { return nil }
        guard let effect = Effect(from: before, to: after, effectiveFrom: effectiveFrom) else { return nil }
        ticketID = ticket.id
        reference = ticket.reference
        metric = any.metric
        cycle = any.startedBy
        self.effect = effect
        self.before = before.map(Side.init)
        self.after = after.map(Side.init)
        isHeldByFloor = (after?.isHeldByFloor ?? false) && !(before?.isHeldByFloor ?? false)
    }
}

extension ClockMovement.Effect {
    fileprivate init?(from before: ClockCycle?, to after: ClockCycle?, effectiveFrom: Instant) {
        guard let after else {
            self = .cancelled
            return
        }
        guard let before else {
            self = .started
            return
        }
        guard ClockMovement.Side(before) != ClockMovement.Side(after) else { return nil }
        switch after.state {
        case .cancelled: self = .cancelled
        case .unschedulable: self = .unschedulable
        case .running where before.breachedAt == nil && (after.breachAt.map { $0 <= effectiveFrom } ?? false):
            self = .breachesAtOnce
        case .running, .paused, .fulfilled:
            guard let old = before.dueAt, let new = after.dueAt, old != new else {
                self = .changed
                return
            }
            self = new < old ? .earlier : .later
        }
    }
}

extension ClockCycle {
    /// P3: reckoned with more than its target.
    fileprivate var isHeldByFloor: Bool {
        !isEnded && effectiveTargetMicroseconds > targetSeconds * Instant.microsecondsPerSecond
    }
}

extension ClockMovement: Comparable {
    /// The worst first, then what is due first.
    package static func < (left: ClockMovement, right: ClockMovement) -> Bool { left.place < right.place }

    package static func == (left: ClockMovement, right: ClockMovement) -> Bool { left.place == right.place }

    private var place: (Int, Instant, String, String, String) {
        let rank = Effect.allCases.firstIndex(of: effect) ?? Effect.allCases.count
        return (rank, after?.dueAt ?? .distantFuture, ticketID.text, metric.rawValue, cycle)
    }
}

/// How many clocks of the cases looked at.
package struct ClockMoveCounts: Sendable, Hashable {
    /// Not ended, moved or not.
    package var running = 0
    package private(set) var byEffect: [ClockMovement.Effect: Int] = [:]
    package private(set) var heldByFloor = 0

    package var moved: Int { byEffect.values.reduce(0, +) }

    mutating func add(_ movement: ClockMovement) {
        byEffect[movement.effect, default: 0] += 1
        if movement.isHeldByFloor { heldByFloor += 1 }
    }
}
