import BusinessTime

/// T5 and P2 on a cycle's own spans: `due` = inf{t: elapsed ≥ D}, `breach` = inf{t: elapsed > D}.
extension ClockCycle {
    /// Sets due and breach for the target in force; S5's recompute, which raises no revision.
    mutating func recompute(calendar: OpenTime) {
        guard !isShadow else { return }
        switch state {
        case .fulfilled, .cancelled, .paused: return
        case .running, .unschedulable: break
        }
        let (due, breach) = instants(ofMicroseconds: effectiveTargetMicroseconds, calendar: calendar)
        dueAt = due
        breachAt = breach
        state = due == nil ? .unschedulable : .running
    }

    /// When `amount` microseconds of this cycle's running time are reached and when they are passed, with the open span
    /// going on for ever. Nil where that does not happen within ten years of the span in question.
    func instants(ofMicroseconds amount: Int64, calendar: OpenTime) -> (due: Instant?, breach: Instant?) {
        var consumed: Int64 = 0
        var due: Instant?
        for span in spans where span.kind == .running {
            guard let end = span.to else {
                let deadline = exact(amount, from: span.from, consumed: consumed, calendar: calendar)
                return (due ?? deadline?.dueAt, deadline.flatMap { $0.canBreach ? $0.breachAt : nil })
            }
            let length = calendar.elapsed(from: span.from, to: end)
            if due == nil, consumed + length >= amount {
                due = exact(amount, from: span.from, consumed: consumed, calendar: calendar)?.dueAt
            }
            if consumed + length > amount {
                return (due, exact(amount, from: span.from, consumed: consumed, calendar: calendar)?.breachAt)
            }
            consumed += length
        }
        return (due, nil)
    }

    /// The instant at which percent `percent` of the target is reached on the same spans (E1).
    func warningInstant(percent: Int, targetSeconds: Int64, calendar: OpenTime) -> Instant? {
        let seconds = (Int64(percent) * targetSeconds + 99) / 100
        return instants(ofMicroseconds: seconds * Instant.microsecondsPerSecond, calendar: calendar).due
    }

    /// A floor (P3) may leave a fraction of a second; it is moved from the target to the consumed time.
    private func exact(_ amount: Int64, from: Instant, consumed: Int64, calendar: OpenTime) -> Deadline? {
        let unit = Instant.microsecondsPerSecond
        let targetSeconds = (amount + unit - 1) / unit
        return calendar.deadline(
            from: from,
            consumedMicroseconds: consumed + targetSeconds * unit - amount,
            targetSeconds: targetSeconds,
            pausedAt: nil
        )
    }
}
