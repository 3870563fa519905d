import BusinessTime
import TestTools

/// The laws of `spec/sla.md`, Algorithm, that concern open time; a case answers which ones it breaks.
enum Properties: String, CaseIterable {
    case monotoneInTime
    case monotoneInTarget
    case elapsedAdds
    case elapsedToDueIsTheTarget
    case elapsedToBreachIsTheTarget
    case alwaysOpenInAnyZone
    case unionOfWindowsIsUnionOfDays
    case holidayNeverEarlier
    case openTimeNeverLater
    case pauseOutsideHoursIsNothing
    case splittingASpanIsNothing

    static func violations(_ example: RandomCase, _ line: OpenTime) throws -> [String] {
        let facts = PropertyFacts(example, line)
        return try allCases.filter { try !$0.holds(facts) }.map(\.rawValue)
    }

    private func holds(_ facts: PropertyFacts) throws -> Bool {
        switch self {
        case .monotoneInTime: facts.isMonotoneInTime
        case .monotoneInTarget: facts.isMonotoneInTarget
        case .elapsedAdds: facts.elapsedAdds
        case .elapsedToDueIsTheTarget: facts.elapsedToDueIsTheTarget
        case .elapsedToBreachIsTheTarget: facts.elapsedToBreachIsTheTarget
        case .alwaysOpenInAnyZone: try facts.alwaysOpenInAnyZone
        case .unionOfWindowsIsUnionOfDays: try facts.unionOfWindowsIsUnionOfDays
        case .holidayNeverEarlier: try facts.holidayNeverEarlier
        case .openTimeNeverLater: try facts.openTimeNeverLater
        case .pauseOutsideHoursIsNothing: facts.pauseOutsideHoursIsNothing
        case .splittingASpanIsNothing: facts.splittingASpanIsNothing
        }
    }
}

/// A case seen at any microsecond, where the oracle sees whole minutes. A target that is not reached counts as reached
/// after all others.
private struct PropertyFacts {
    /// Stretches between opening hours that are tried as a pause.
    private static let gapsMax = 8

    private let versions: [CalendarVersion]
    private let line: OpenTime
    /// Ascending; the clock starts at the first.
    private let times: [Instant]
    private let target: Int64
    private let pauses: [Range<Instant>]
    private let extraWindow: WallWindow
    private let extraDay: CivilDate

    init(_ example: RandomCase, _ line: OpenTime) {
        var random = SeededNumbers(seed: ~example.seed)
        versions = example.versions
        self.line = line
        let span = example.oracle.instants
        let bounds = span.lowerBound.microseconds..<span.upperBound.microseconds
        times = (0..<3).map { _ in Instant(microseconds: Int64.random(in: bounds, using: &random)) }.sorted()
        target = Int64.random(in: 1...150_000, using: &random)
        pauses = example.pauses
        let open = Int.random(in: 0..<96, using: &random) * 15
        extraWindow = WallWindow(
            open: WallTime(minutes: open) ?? .midnight,
            close: WallTime(minutes: (open + 300) % 1440) ?? .midnight
        )
        let firstDay = Int(times[0].microseconds / 86_400_000_000)
        extraDay = CivilDate(dayNumber: firstDay + Int.random(in: -1...4, using: &random))
    }

    private var start: Instant { times[0] }
    private var targetMicroseconds: Int64 { target * Instant.microsecondsPerSecond }

    private func deadline(_ line: OpenTime, _ start: Instant, _ target: Int64) -> Deadline {
        line.deadline(start: start, pauses: pauses, targetSeconds: target)
            ?? Deadline(dueAt: .distantFuture, breachAt: .distantFuture)
    }

    /// The same line with each of its calendars varied.
    private func varied(_ change: (CalendarDocument) throws -> CalendarDocument) throws -> OpenTime {
        try OpenTime(
            versions: versions.map { version in
                CalendarVersion(
                    id: version.id,
                    document: try change(version.document),
                    effectiveFrom: version.effectiveFrom
                )
            }
        )
    }

    var isMonotoneInTime: Bool {
        let base = deadline(line, start, target)
        let later = deadline(line, times[1], target)
        return base.dueAt <= later.dueAt && base.breachAt <= later.breachAt
    }

    var isMonotoneInTarget: Bool {
        let base = deadline(line, start, target)
        let longer = deadline(line, start, target + 1)
        guard longer.dueAt < .distantFuture else { return true }
        return base.dueAt < longer.dueAt && base.breachAt < longer.dueAt && longer.dueAt <= longer.breachAt
    }

    var elapsedAdds: Bool {
        line.elapsed(from: times[0], to: times[1]) + line.elapsed(from: times[1], to: times[2])
            == line.elapsed(from: times[0], to: times[2])
            && line.elapsed(from: times[2], to: times[0]) == -line.elapsed(from: times[0], to: times[2])
            && line.openMicroseconds(before: times[2]) - line.openMicroseconds(before: times[0])
                == line.elapsed(from: times[0], to: times[2])
    }

    /// With pauses and without.
    var elapsedToDueIsTheTarget: Bool {
        [[], pauses].allSatisfy { pauses in
            guard let found = line.deadline(start: start, pauses: pauses, targetSeconds: target) else { return true }
            let before = found.dueAt.adding(microseconds: -1)
            return line.elapsed(from: start, to: found.dueAt, without: pauses) == targetMicroseconds
                && line.elapsed(from: start, to: before, without: pauses) < targetMicroseconds
        }
    }

    /// With pauses and without.
    var elapsedToBreachIsTheTarget: Bool {
        [[], pauses].allSatisfy { pauses in
            guard let found = line.deadline(start: start, pauses: pauses, targetSeconds: target) else { return true }
            guard found.dueAt <= found.breachAt else { return false }
            guard found.canBreach else { return true }
            let after = found.breachAt.adding(microseconds: 1)
            return line.elapsed(from: start, to: found.breachAt, without: pauses) == targetMicroseconds
                && line.elapsed(from: start, to: after, without: pauses) > targetMicroseconds
        }
    }

    var alwaysOpenInAnyZone: Bool {
        get throws {
            let day = [WallWindow(open: .midnight, close: .midnight)]
            let everyDay = Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, day) })
            let zone = versions[0].document.zone
            let line = try OpenTime(document: CalendarDocument(zone: zone, weekly: everyDay))
            return line.elapsed(from: times[0], to: times[2]) == times[2].microseconds(since: times[0])
                && deadline(line, start, target) == deadline(.always, start, target)
        }
    }

    /// The first calendar's weekly plan, each place of its lists on its own, and all together.
    var unionOfWindowsIsUnionOfDays: Bool {
        get throws {
            let document = versions[0].document
            var pieces: [Range<Instant>] = []
            for position in 0..<(document.weekly.values.map(\.count).max() ?? 0) {
                let weekly = document.weekly.mapValues { Array($0.dropFirst(position).prefix(1)) }
                let part = try OpenTime(document: CalendarDocument(zone: document.zone, weekly: weekly))
                pieces += part.segments(from: times[0], to: times[2])
            }
            let whole = try OpenTime(document: CalendarDocument(zone: document.zone, weekly: document.weekly))
            var united: [Range<Instant>] = []
            for piece in pieces.sorted(by: { $0.lowerBound < $1.lowerBound }) {
                if let last = united.last, piece.lowerBound <= last.upperBound {
                    united[united.count - 1] = last.lowerBound..<max(last.upperBound, piece.upperBound)
                } else {
                    united.append(piece)
                }
            }
            return whole.segments(from: times[0], to: times[2]) == united
        }
    }

    var holidayNeverEarlier: Bool {
        get throws {
            let fewer = try varied { try $0.with(holidays: $0.holidays + [extraDay]) }
            let base = deadline(line, start, target)
            let other = deadline(fewer, start, target)
            return other.dueAt >= base.dueAt && other.breachAt >= base.breachAt
        }
    }

    var openTimeNeverLater: Bool {
        get throws {
            let more = try varied { document in
                var weekly = document.weekly
                weekly[extraDay.weekday, default: []].append(extraWindow)
                return try document.with(weekly: weekly)
            }
            let base = deadline(line, start, target)
            let other = deadline(more, start, target)
            return other.dueAt <= base.dueAt && other.breachAt <= base.breachAt
        }
    }

    var pauseOutsideHoursIsNothing: Bool {
        let segments = line.segments(from: start, to: times[2]).prefix(Self.gapsMax)
        let base = line.deadline(start: start, pauses: [], targetSeconds: target)
        return zip(segments, segments.dropFirst()).allSatisfy { before, after in
            let gap = before.upperBound..<after.lowerBound
            return line.deadline(start: start, pauses: [gap], targetSeconds: target) == base
        }
    }

    var splittingASpanIsNothing: Bool {
        let split = times[1]
        let base = line.deadline(start: start, pauses: [], targetSeconds: target)
        let emptyPause = line.deadline(start: start, pauses: [split..<split], targetSeconds: target)
        let resumed = line.deadline(
            from: split,
            consumedMicroseconds: line.elapsed(from: start, to: split),
            targetSeconds: target,
            pausedAt: split
        )
        return emptyPause == base && resumed == base
    }
}
