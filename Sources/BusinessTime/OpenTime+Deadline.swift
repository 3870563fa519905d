extension OpenTime {
    /// Ten years: what cannot be reached within them is unschedulable (T6).
    package static let horizonSeconds: Int64 = 3653 * CivilDate.secondsPerDay
    /// The longest target that can be asked for; publishing allows one year (T1).
    package static let targetSecondsMax = horizonSeconds

    /// The deadline of a clock that runs from `resumed` on and had consumed open time before (T5, P2):
    /// `due = Finv(F(r) + D − consumed)`. Nil when it is not reached within ten years (T6).
    ///
    /// - Parameters:
    ///   - consumed: open microseconds of the closed running spans.
    ///   - pausedAt: start of the pause before `resumed`. With nothing left of the target, `dueAt` stays at this pause
    ///     (or at the closing before it) and `breachAt` is the first open instant from `resumed`.
    ///
    /// With less than nothing left (a shortened target) the deadline is already past, and only the running span before
    /// `pausedAt` is known here; `deadline(start:pauses:targetSeconds:)` is exact over any number of pauses.
    package func deadline(
        from resumed: Instant,
        consumedMicroseconds consumed: Int64,
        targetSeconds: Int64,
        pausedAt: Instant?
    ) -> Deadline? {
        guard (0...Self.targetSecondsMax).contains(targetSeconds) else { return nil }
        let left = targetSeconds * Instant.microsecondsPerSecond - consumed
        guard left > 0 else { return spentDeadline(from: resumed, left: left, spentBefore: pausedAt ?? resumed) }
        return deadline(from: resumed, left: left)
    }

    /// The exact deadline of a clock with all its pauses, in any order; overlapping pauses count once.
    package func deadline(start: Instant, pauses: [Range<Instant>], targetSeconds: Int64) -> Deadline? {
        guard (1...Self.targetSecondsMax).contains(targetSeconds) else { return nil }
        var left = targetSeconds * Instant.microsecondsPerSecond
        var runsFrom = start
        var due: Instant?
        for pause in pauses.sorted(by: { $0.lowerBound < $1.lowerBound }) where !pause.isEmpty {
            let open = pause.lowerBound > runsFrom ? elapsed(from: runsFrom, to: pause.lowerBound) : 0
            guard open <= left else { break }
            if open == left, due == nil {
                due = deadline(from: runsFrom, left: left)?.dueAt
            }
            left -= open
            runsFrom = max(runsFrom, pause.upperBound)
        }
        guard left == 0, let due else { return deadline(from: runsFrom, left: left) }
        return Deadline(dueAt: due, breachAt: nextOpen(from: runsFrom))
    }

    /// Where `openSeconds` of open time from `start` are reached: the `due` of a target that begins there (E3).
    package func advance(from start: Instant, openSeconds: Int64) -> Instant? {
        guard openSeconds > 0 else { return start }
        return deadline(from: start, consumedMicroseconds: 0, targetSeconds: openSeconds, pausedAt: nil)?.dueAt
    }

    /// First open instant from `start` on; `distantFuture` when there is none within ten years.
    package func nextOpen(from start: Instant) -> Instant {
        guard !isAlways else { return start }
        let time = calculable(start)
        let horizon = start.adding(seconds: Self.horizonSeconds)
        var block = block(from: time, to: time)
        var index = block.closes.countWhere(atMost: time)
        while index == block.opens.count, block.to < calculable(horizon) {
            block = self.block(from: time, to: block.to + 1)
            index = block.closes.countWhere(atMost: time)
        }
        guard index < block.opens.count else { return .distantFuture }
        let open = Instant(microseconds: max(time, block.opens[index]))
        return open <= horizon ? open : .distantFuture
    }

    private func deadline(from resumed: Instant, left: Int64) -> Deadline? {
        let horizon = resumed.adding(seconds: Self.horizonSeconds)
        guard !isAlways else {
            let due = resumed.adding(microseconds: left)
            return due <= horizon ? Deadline(dueAt: due, breachAt: due) : nil
        }
        let start = calculable(resumed)
        var block = block(from: start, to: start)
        let amount = block.openTime(before: start) + left
        while block.cumulative[block.opens.count] < amount {
            guard block.to < calculable(horizon) else { return nil }
            block = self.block(from: start, to: block.to + 1)
        }
        let index = block.firstIndex(reaching: amount)
        let due = Instant(microseconds: block.opens[index] + amount - block.cumulative[index])
        guard due <= horizon else { return nil }
        guard block.cumulative[index + 1] == amount else { return Deadline(dueAt: due, breachAt: due) }
        return Deadline(dueAt: due, breachAt: nextOpen(from: due))
    }

    /// Nothing of the target is left: the due instant lies at or before `spentBefore`.
    private func spentDeadline(from resumed: Instant, left: Int64, spentBefore: Instant) -> Deadline {
        let due = isAlways ? spentBefore.adding(microseconds: left) : reached(left: left, before: spentBefore)
        return Deadline(dueAt: due, breachAt: nextOpen(from: left == 0 ? resumed : due))
    }

    /// The first instant with all but `-left` of the open time before `origin`; `origin` when there never was any.
    private func reached(left: Int64, before origin: Instant) -> Instant {
        let end = calculable(origin)
        let limit = calculable(origin.adding(seconds: -Self.horizonSeconds))
        var block = block(from: end, to: end)
        let amount = block.openTime(before: end) + left
        while block.cumulative[0] >= amount, block.from > limit {
            block = self.block(from: block.from - 1, to: end)
        }
        guard block.cumulative[0] < amount else { return origin }
        let index = block.firstIndex(reaching: amount)
        return Instant(microseconds: block.opens[index] + amount - block.cumulative[index])
    }
}
