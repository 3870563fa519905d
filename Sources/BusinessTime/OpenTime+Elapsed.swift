extension OpenTime {
    /// `F(t)`: open microseconds before `t`, counted from the line's anchor and negative before it.
    package func openMicroseconds(before instant: Instant) -> Int64 {
        guard !isAlways else { return instant.microseconds }
        let time = calculable(instant)
        return block(from: time, to: time).openTime(before: time)
    }

    /// Open microseconds of `[from, to)` (T4); negative when `to` is the earlier one.
    package func elapsed(from start: Instant, to end: Instant) -> Int64 {
        guard !isAlways else { return end.microseconds(since: start) }
        let first = calculable(start)
        let last = calculable(end)
        let block = block(from: min(first, last), to: max(first, last))
        return block.openTime(before: last) - block.openTime(before: first)
    }

    /// Open microseconds of `[from, to)` outside the pauses, which may come in any order and overlap.
    package func elapsed(from start: Instant, to end: Instant, without pauses: [Range<Instant>]) -> Int64 {
        var total: Int64 = 0
        var runsFrom = start
        for pause in pauses.sorted(by: { $0.lowerBound < $1.lowerBound }) where !pause.isEmpty {
            let runsTo = min(pause.lowerBound, end)
            if runsTo > runsFrom { total += elapsed(from: runsFrom, to: runsTo) }
            runsFrom = max(runsFrom, pause.upperBound)
        }
        return end > runsFrom ? total + elapsed(from: runsFrom, to: end) : total
    }

    package func isOpen(at instant: Instant) -> Bool {
        guard !isAlways else { return true }
        let time = calculable(instant)
        guard time == instant.microseconds else { return false }
        let block = block(from: time, to: time + 1)
        let index = block.opens.countWhere(atMost: time) - 1
        return index >= 0 && time < block.closes[index]
    }

    /// The open time of `[from, to)`: sorted, disjoint, not touching.
    package func segments(from start: Instant, to end: Instant) -> [Range<Instant>] {
        guard start < end else { return [] }
        guard !isAlways else { return [start..<end] }
        let bounds = calculable(start)..<calculable(end)
        let block = block(from: bounds.lowerBound, to: bounds.upperBound)
        var result: [Range<Instant>] = []
        var index = max(0, block.opens.countWhere(atMost: bounds.lowerBound) - 1)
        while index < block.opens.count, block.opens[index] < bounds.upperBound {
            let segment = (block.opens[index]..<block.closes[index]).clamped(to: bounds)
            if !segment.isEmpty {
                result.append(
                    Instant(microseconds: segment.lowerBound)..<Instant(microseconds: segment.upperBound)
                )
            }
            index += 1
        }
        return result
    }

    func calculable(_ instant: Instant) -> Int64 {
        let bounds = Self.calculableRange
        return min(max(instant.microseconds, bounds.lowerBound.microseconds), bounds.upperBound.microseconds)
    }
}
