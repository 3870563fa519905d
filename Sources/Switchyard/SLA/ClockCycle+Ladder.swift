package import BusinessTime

/// The ladder of one cycle, from its facts alone (E1 to E4). The worker folds, asks for the ladder, acts on what is due and
/// has not fired, and wakes again at `nextWake`.
extension ClockCycle {
    /// Every step of the ladder, ascending: warnings of the revision in force, then the breach that stands or is to come
    /// and its repeats, as long as nothing else happens.
    ///
    /// - Parameter calendar: as known now.
    package func ladder(
        policy: SLAPolicy,
        calendar: OpenTime,
        priority: String? = nil,
        startLevel: Level? = nil
    ) -> [LadderStep] {
        let level = self.level ?? startLevel ?? policy.startLevel
        let steps =
            warnings(policy: policy, calendar: calendar, level: level)
            + held(repeats(policy: policy, calendar: calendar, priority: priority, level: level), policy: policy)
        guard let endedAt else { return steps }
        return steps.filter { $0.at < endedAt }
    }

    /// The same on the policy and the calendar that the cycle is under.
    ///
    /// - Parameter level: where the breach finds the case.
    func ladder(_ terms: CaseTerms, asOf: Instant, priority: String, from level: Level) -> [LadderStep] {
        ladder(
            policy: terms.policy(policy),
            calendar: terms.openTime(calendar, knownAt: asOf),
            priority: priority,
            startLevel: level
        )
    }

    /// The steps that have not fired and still mean something: nothing after the end, no warning of a missed target or
    /// while the clock stands still (it follows at the resumption).
    package func pendingSteps(
        policy: SLAPolicy,
        calendar: OpenTime,
        priority: String? = nil,
        startLevel: Level? = nil,
        fired: Set<FiredStep>
    ) -> [LadderStep] {
        guard !isEnded else { return [] }
        let isPastWarning = state != .running || (breachedAt != nil && breachRevision == targetRevision)
        return ladder(policy: policy, calendar: calendar, priority: priority, startLevel: startLevel).filter { step in
            if case .warning = step.kind, isPastWarning { return false }
            return !fired.contains(step.fired)
        }
    }

    /// When the worker has to look at this cycle again; nil when there is nothing to wait for.
    package func nextWake(
        policy: SLAPolicy,
        calendar: OpenTime,
        priority: String? = nil,
        startLevel: Level? = nil,
        fired: Set<FiredStep>
    ) -> Instant? {
        pendingSteps(policy: policy, calendar: calendar, priority: priority, startLevel: startLevel, fired: fired)
            .map(\.wakeAt).min()
    }

    /// E1. Of several that a shorter target or an earlier start jumps only the highest fires, at the change; what had passed
    /// before under the old target as well was warned of then.
    private func warnings(policy: SLAPolicy, calendar: OpenTime, level: Level) -> [LadderStep] {
        guard !isShadow else { return [] }
        var steps: [LadderStep] = []
        steps.reserveCapacity(policy.warnPercents.count)
        var jumped: LadderStep?
        for percent in policy.warnPercents {
            guard let at = warningInstant(percent: percent, targetSeconds: targetSeconds, calendar: calendar) else {
                continue
            }
            let isJumped = at < targetSince
            let step = LadderStep(
                kind: .warning(percent: percent),
                at: max(at, targetSince),
                recipient: nil,
                levelAfter: level,
                revision: targetRevision,
                isJumped: isJumped
            )
            if !isJumped {
                steps.append(step)
            } else if !hadPassed(percent: percent, calendar: calendar) {
                jumped = step
            }
        }
        return jumped.map { [$0] + steps } ?? steps
    }

    private func hadPassed(percent: Int, calendar: OpenTime) -> Bool {
        guard let targetSecondsBefore else { return false }
        guard let at = warningInstant(percent: percent, targetSeconds: targetSecondsBefore, calendar: calendar) else {
            return false
        }
        return at < targetSince
    }

    /// E2, E3: the breach raises the level by one, each repeat goes one rung further. A visit's own breach is told at its
    /// level and to the supervisor, once, and moves nothing: what the operator promises itself is no reason to take a case
    /// from those who have it, and the customer's clocks go on up the ladder.
    private func repeats(
        policy: SLAPolicy,
        calendar: OpenTime,
        priority: String?,
        level: Level
    ) -> [LadderStep] {
        guard !isShadow, let base = breachedAt ?? (state == .running ? breachAt : nil) else { return [] }
        let isOfVisit = metric.family == .level
        let path =
            isOfVisit ? [.level(level)] : LadderRecipient.path(above: level, clientContact: policy.escalatesToClient)
        let revision = breachedAt == nil ? targetRevision : breachRevision
        let consumed =
            breachedAt == nil
            ? effectiveTargetMicroseconds : consumedMicroseconds(at: base, calendar: calendar)
        let last = isOfVisit ? 0 : max(0, min(policy.repeatsMax, SLAPolicy.repeatsBoundMax))
        var steps: [LadderStep] = []
        steps.reserveCapacity(last + 1)
        for count in 0...last {
            guard
                let at = count == 0
                    ? base
                    : repeatInstant(
                        count,
                        base: base,
                        consumed: consumed,
                        policy: policy,
                        calendar: calendar,
                        priority: priority
                    )
            else { break }
            if resolvedSpans.contains(where: { $0.from <= at && at < $0.to ?? .distantFuture }) { continue }
            let recipient = path[min(count, path.count - 1)]
            steps.append(
                LadderStep(
                    kind: count == 0 ? .breach : .repeated(count),
                    at: at,
                    recipient: recipient,
                    levelAfter: recipient.levelReached,
                    revision: revision,
                    isJumped: false,
                    isLast: count == last && !isOfVisit
                )
            )
        }
        return steps
    }

    /// `advance(breach_at, k*N)`; on the open clock pauses do not count (E4).
    private func repeatInstant(
        _ count: Int,
        base: Instant,
        consumed: Int64,
        policy: SLAPolicy,
        calendar: OpenTime,
        priority: String?
    ) -> Instant? {
        let seconds = Int64(count) * policy.repeatEverySeconds
        switch policy.repeatClock(priority: priority) {
        case .wall: return base.adding(seconds: seconds)
        case .open:
            let amount = consumed + seconds * Instant.microsecondsPerSecond
            return instants(ofMicroseconds: amount, calendar: calendar).due
        }
    }

    /// E4: an acknowledgement at the level reached holds the next step; later ones keep their times, but never overtake.
    private func held(_ steps: [LadderStep], policy: SLAPolicy) -> [LadderStep] {
        var steps = steps
        for acknowledgement in acknowledgements.sorted(by: { $0.at < $1.at }) {
            guard let reached = steps.lastIndex(where: { $0.at <= acknowledgement.at }),
                steps[reached].recipient == acknowledgement.recipient, reached + 1 < steps.count
            else { continue }
            let until = acknowledgement.at.adding(seconds: policy.ackHoldSeconds)
            for index in (reached + 1)..<steps.count {
                steps[index].at = max(steps[index].at, until)
            }
        }
        return steps
    }
}

extension LadderRecipient {
    /// People by duty are told beyond the highest level.
    fileprivate var levelReached: Level {
        switch self {
        case .level(let level): level
        case .dutySupervisor, .operationsManager, .clientContact: .l4
        }
    }
}
