import BusinessTime

/// P4: what it takes to give a clock more time, and what only a correction takes back.
extension ClockCycle {
    /// From this share of the target on a longer one is a late relaxation.
    static let lateRelaxationPercent: Int64 = 75

    /// More time given late: after the breach, or with three quarters of the target used.
    struct Relaxation: Hashable {
        let at: Instant
        /// The fact that gave it.
        let factID: String
        let secondsBefore: Int64
        /// Nil where the policy that took over has no such target at all.
        let seconds: Int64?
        /// Open un-paused time used by then.
        let consumedMicroseconds: Int64
        let breachedAt: Instant?
    }

    /// Belongs in the report of late relaxations.
    package var lateRelaxation: Bool { !relaxations.isEmpty }

    /// Whether a target of `asked` microseconds would be given late.
    func isLate(toBeGiven asked: Int64, consumed: Int64) -> Bool {
        let before = effectiveTargetMicroseconds
        guard asked > before else { return false }
        return breachedAt != nil || consumed * 100 >= before * Self.lateRelaxationPercent
    }

    /// Whether the breach that stands came before a target of `asked` microseconds was used: with it, nothing was missed then.
    func breachedTooEarly(for asked: Int64, calendar: OpenTime) -> Bool {
        guard let breachedAt else { return false }
        return consumedMicroseconds(at: breachedAt, calendar: calendar) < asked
    }

    /// Time is past its breach, under the target in force.
    mutating func stand(breachedAt instant: Instant) {
        breachedAt = instant
        breachRevision = targetRevision
        breachTargetSeconds = targetSeconds
    }

    /// Whether what a fact set while it was resolved would give it time late if it were reopened.
    func wouldBeGivenLate(by factID: String) -> Bool {
        guard let terms = termsOnReopen, terms.factID == factID, terms.change != .corrected else { return false }
        return isLate(
            toBeGiven: terms.targetSeconds * Instant.microsecondsPerSecond,
            consumed: consumedMicroseconds
        )
    }
}
