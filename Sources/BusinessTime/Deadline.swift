/// When a target is reached, and from when it is missed (`spec/sla.md` T5).
///
/// `dueAt` = inf{t: elapsed ≥ D}, for warnings, sorting and badges; `breachAt` = inf{t: elapsed > D}, for verdict and
/// breach timers. Met ⇔ fulfilled at or before `breachAt`. They differ only where D ends exactly at a closing or pause.
package struct Deadline: Hashable, Sendable {
    package let dueAt: Instant
    /// `Instant.distantFuture` when no open time follows within ten years of `dueAt`: it can be met at any time.
    package let breachAt: Instant

    package init(dueAt: Instant, breachAt: Instant) {
        self.dueAt = dueAt
        self.breachAt = breachAt
    }

    /// False when no open time ever follows the target.
    package var canBreach: Bool { breachAt < .distantFuture }
}
