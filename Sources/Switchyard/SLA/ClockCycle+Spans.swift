import BusinessTime

/// Keeping the spans: they abut, never overlap, and none is empty (S2).
extension ClockCycle {
    /// Ends the open span at `instant`, if there is one.
    mutating func closeSpan(at instant: Instant, calendar: OpenTime) {
        guard let last = spans.last, last.to == nil else { return }
        guard last.from < instant else {
            spans.removeLast()
            return
        }
        spans[spans.count - 1].to = instant
        guard last.kind == .running else { return }
        consumedMicroseconds += calendar.elapsed(from: last.from, to: instant)
    }

    /// Begins a span; one of the same kind that ends here is continued.
    mutating func openSpan(_ kind: ClockSpan.Kind, at instant: Instant, calendar: OpenTime) {
        if let last = spans.last, last.kind == kind, last.to == instant {
            if kind == .running {
                consumedMicroseconds -= calendar.elapsed(from: last.from, to: instant)
            }
            spans[spans.count - 1].to = nil
        } else {
            spans.append(ClockSpan(from: instant, to: nil, kind: kind))
        }
    }

    /// Open un-paused time from the start to `instant`.
    func consumedMicroseconds(at instant: Instant, calendar: OpenTime) -> Int64 {
        spans.reduce(0) { sum, span in
            guard span.kind == .running, span.from < instant else { return sum }
            return sum + calendar.elapsed(from: span.from, to: min(span.to ?? instant, instant))
        }
    }

    /// K5: the first span begins earlier; the answer is the open time that adds. Where it counts does not move (X2).
    mutating func moveStart(back instant: Instant, calendar: OpenTime) -> Int64 {
        let extra = calendar.elapsed(from: instant, to: startAt)
        arrivedAt = arrivedAt ?? startAt
        startAt = instant
        guard let first = spans.first else { return extra }
        spans[0] = ClockSpan(from: instant, to: first.to, kind: first.kind)
        if first.to != nil, first.kind == .running { consumedMicroseconds += extra }
        return extra
    }
}
