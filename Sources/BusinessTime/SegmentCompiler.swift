/// One calendar version made ready to be laid out on the UTC axis, a year at a time.
struct SegmentCompiler: Sendable {
    /// A window may begin this many dates before the instant it reaches, zones and skipped dates included.
    private static let reachDays = 4

    private enum Source: Sendable {
        case always
        case windows(WindowTable, ZoneClock)
    }

    private let source: Source

    /// - Parameter offsets: the zone's, as they were known; nil for what is known today.
    init(_ document: CalendarDocument, as offsets: ZoneOffsets?) throws {
        guard !document.alwaysOpen else {
            source = .always
            return
        }
        source = .windows(WindowTable(document), try ZoneClock.named(document.zone ?? "", as: offsets))
    }

    /// Open time within `[from, to)` as sorted, merged ranges of UTC seconds; both ends lie in the UTC year `year`.
    func openSeconds(year: Int, from: Int64, to: Int64) -> [Range<Int64>] {
        guard from < to else { return [] }
        switch source {
        case .always:
            return [from..<to]
        case .windows(let windows, let clock):
            let table = clock.table(year: year)
            let firstDay = Int(from.flooredDivision(by: CivilDate.secondsPerDay).quotient) - Self.reachDays
            let lastDay = Int(to.flooredDivision(by: CivilDate.secondsPerDay).quotient) + Self.reachDays
            return laidOut(windows, on: table, days: firstDay...lastDay).clipped(to: from..<to)
        }
    }

    /// Windows united, then breaks cut, then holidays cut (T3).
    private func laidOut(_ windows: WindowTable, on table: OffsetTable, days: ClosedRange<Int>) -> SecondRanges {
        var open: [Range<Int64>] = []
        var closed: [Range<Int64>] = []
        open.reserveCapacity(days.count * 2)
        for day in days {
            for window in windows.windows(dayNumber: day) {
                open.append(range(day, window.open.minutes, window.closeMinutesFromDate, table))
            }
            for pause in windows.breaks(dayNumber: day) {
                closed.append(range(day, pause.open.minutes, pause.closeMinutesFromDate, table))
            }
            if windows.isHoliday(dayNumber: day) {
                closed.append(range(day, 0, WallTime.minutesMax, table))
            }
        }
        return SecondRanges(uniting: open).subtracting(SecondRanges(uniting: closed))
    }

    private func range(_ day: Int, _ openMinute: Int, _ closeMinute: Int, _ table: OffsetTable) -> Range<Int64> {
        let midnight = Int64(day) * CivilDate.secondsPerDay
        let open = table.firstSecond(reading: midnight + Int64(openMinute) * 60)
        let close = table.firstSecond(reading: midnight + Int64(closeMinute) * 60)
        return open..<max(open, close)
    }
}

/// Sorted, disjoint, not touching, non-empty ranges of UTC seconds.
struct SecondRanges {
    private let ranges: [Range<Int64>]

    init(uniting unsorted: [Range<Int64>]) {
        var merged: [Range<Int64>] = []
        merged.reserveCapacity(unsorted.count)
        for range in unsorted.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        ranges = merged
    }

    private init(sorted ranges: [Range<Int64>]) {
        self.ranges = ranges
    }

    func subtracting(_ cuts: SecondRanges) -> SecondRanges {
        var result: [Range<Int64>] = []
        result.reserveCapacity(ranges.count)
        var firstCut = 0
        for range in ranges {
            var start = range.lowerBound
            while firstCut < cuts.ranges.count, cuts.ranges[firstCut].upperBound <= start { firstCut += 1 }
            for cut in cuts.ranges[firstCut...] {
                guard cut.lowerBound < range.upperBound else { break }
                if cut.lowerBound > start { result.append(start..<cut.lowerBound) }
                start = max(start, cut.upperBound)
            }
            if start < range.upperBound { result.append(start..<range.upperBound) }
        }
        return SecondRanges(sorted: result)
    }

    func clipped(to bounds: Range<Int64>) -> [Range<Int64>] {
        ranges.compactMap { range in
            let clipped = range.clamped(to: bounds)
            return clipped.isEmpty ? nil : clipped
        }
    }
}
