package import BusinessTime

/// A half-open stretch of a cycle's life (`spec/sla.md` S1, S2); without `to` it has not ended.
package struct ClockSpan: Sendable, Hashable {
    package enum Kind: String, CaseIterable, Codable, Sendable {
        case running, paused
    }

    package let from: Instant
    package var to: Instant?
    package let kind: Kind
}

/// One clock of one metric of one ticket, from its start on: what `sla_cycle` and `sla_span` store (`spec/sla.md`, State
/// machine per cycle). Derived from the facts alone, so two folds of the same facts give equal cycles (S1).
package struct ClockCycle: Sendable, Hashable {
    package enum State: String, CaseIterable, Codable, Sendable {
        case running, paused, fulfilled, cancelled
        /// The target is not reached within ten years (T6).
        case unschedulable
    }

    package enum Reason: String, CaseIterable, Codable, Sendable {
        case merged
        /// The message it timed went to a case of its own.
        case split
        case policyChange = "policy_change"
        case resolvedWithoutReply = "resolved_without_reply"
        /// The case left the level before anybody there had taken it on.
        case leftLevel = "left_level"
    }

    package enum Verdict: String, CaseIterable, Codable, Sendable {
        case met, missed
    }

    package struct Acknowledgement: Sendable, Hashable {
        package let at: Instant
        package let recipient: LadderRecipient
    }

    /// What was set while it was resolved.
    struct TermsOnReopen: Hashable {
        let targetSeconds: Int64
        let policy: PolicyRef
        let change: TargetChange
        /// The fact that set it.
        let factID: String
    }

    package let ticket: String
    package let metric: SLAMetric
    /// The n-th cycle of its metric on its ticket, from 1, in the order of starting.
    package var ordinal = 0
    /// The id of the fact that started it: the cycle's identity while late facts come and go.
    package let startedBy: String
    /// The level whose visit it times; nil for clocks of the whole case.
    package var level: Level?
    /// Messages that came while it waited already: without the older ones, each of them would have started it.
    package var joinedBy: [String] = []
    package var startAt: Instant
    /// When it began on its ticket, where a merge made it count from an earlier message (K5, X2); else nil.
    package var arrivedAt: Instant?
    package var state = State.running
    package var reason: Reason?
    /// The last in force, kept after the end; nil while paused or unschedulable (T5).
    package var dueAt: Instant?
    /// As `dueAt`; nil also where no open time ever follows the due time.
    package var breachAt: Instant?
    /// The `breachAt` of the breach that stands (S4, P4).
    package var breachedAt: Instant?
    /// The fulfilment that stands; nil again after a reopening.
    package var fulfilledAt: Instant?
    /// K4: the first resolution, kept beside the last.
    package var firstFulfilledAt: Instant?
    package var cancelledAt: Instant?
    package var targetSeconds: Int64
    /// What the deadline is reckoned with: the target, or more where P3's floor held it back.
    package var effectiveTargetMicroseconds: Int64
    /// Raised by target changes and corrections only (S5).
    package var targetRevision = 0
    /// Since when the deadline is reckoned as it is: the start, the last target, or the merge that moved the start.
    package var targetSince: Instant
    /// The target before this revision's.
    package var targetSecondsBefore: Int64?
    /// The revision in force at the breach: the ladder after it keeps counting under it.
    package var breachRevision = 0
    /// The target that the breach which stands missed (P4); of no meaning without one.
    package var breachTargetSeconds: Int64 = 0
    /// P4: each time it was given more time late, oldest first.
    var relaxations: [Relaxation] = []
    /// K3's contract option: cancelled without a reply counts as missed.
    package var countsAsMissed = false
    package var spans: [ClockSpan] = []
    /// The paused spans that are resolved time (K4): the ladder does not run in them.
    package var resolvedSpans: [ClockSpan] = []
    package var acknowledgements: [Acknowledgement] = []
    /// Open time of the closed running spans.
    package var consumedMicroseconds: Int64 = 0
    /// Open un-paused time up to the end, or to the fold's `asOf`.
    package var elapsedMicroseconds: Int64 = 0
    /// The terms it is under (C2).
    package var policy: PolicyRef
    package var calendar: CalendarPath
    /// What was set while the cycle was resolved, in force if it is reopened.
    var termsOnReopen: TermsOnReopen?
    /// The policy has no target for it (yet): kept so that a later target begins where the clock would have, and shown to
    /// nobody until then.
    var isShadow: Bool

    init(
        ticket: String,
        metric: SLAMetric,
        startedBy: String,
        startAt: Instant,
        targetSeconds: Int64?,
        policy: PolicyRef,
        calendar: CalendarPath
    ) {
        self.ticket = ticket
        self.metric = metric
        self.startedBy = startedBy
        self.startAt = startAt
        self.targetSeconds = targetSeconds ?? 0
        self.policy = policy
        self.calendar = calendar
        isShadow = targetSeconds == nil
        effectiveTargetMicroseconds = self.targetSeconds * Instant.microsecondsPerSecond
        targetSince = startAt
    }

    /// Final from the breach on (X2); nil while unbreached and running, or cancelled.
    package var verdict: Verdict? {
        if breachedAt != nil || countsAsMissed { return .missed }
        return state == .fulfilled ? .met : nil
    }

    /// Every name this cycle has had or could have had: a message learned of late that is older than what waited starts the
    /// same cycle earlier, and a step taken under the younger name is not taken again.
    package var keys: [String] { [startedBy] + joinedBy }

    package var isEnded: Bool {
        switch state {
        case .fulfilled, .cancelled: true
        case .running, .paused, .unschedulable: false
        }
    }

    /// Start of the open running span; nil while paused and after the end.
    package var runningFrom: Instant? {
        guard let last = spans.last, last.kind == .running, last.to == nil else { return nil }
        return last.from
    }

    package var endedAt: Instant? { fulfilledAt ?? cancelledAt }

    /// What is left of the target while paused (S5), in whole seconds rounded down; nil otherwise.
    package var remainingSeconds: Int64? {
        guard state == .paused else { return nil }
        return max(0, effectiveTargetMicroseconds - consumedMicroseconds) / Instant.microsecondsPerSecond
    }

    package var elapsedSeconds: Int64 { elapsedMicroseconds / Instant.microsecondsPerSecond }
}
