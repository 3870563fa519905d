import BusinessTime
import TestTools

/// The laws of `spec/sla.md`, Algorithm, that concern open time; each returns the ones a case breaks.
enum Properties: String, CaseIterable {
    case monotoneInTimeAndTarget
    case elapsedAdds
    case elapsedToDueIsTheTarget
    case dueNotAfterBreach
    case alwaysOpenInAnyZone
    case unionOfWindowsIsUnionOfDays
    case holidayNeverEarlier
    case openTimeNeverLater
    case pauseOutsideHoursIsNothing
    case splittingASpanIsNothing

    static func violations(_ example: RandomCase, seed: UInt64) throws -> [String] {
        let facts = try PropertyFacts(example, seed: seed)
        return try allCases.filter { try !$0.holds(facts) }.map(\.rawValue)
    }

    private func holds(_ facts: PropertyFacts) throws -> Bool {
        switch self {
        case .monotoneInTimeAndTarget: facts.isMonotone
        case .elapsedAdds: facts.elapsedAdds
        case .elapsedToDueIsTheTarget: facts.elapsedToDueIsTheTarget
        case .dueNotAfterBreach: facts.dueNotAfterBreach
        case .alwaysOpenInAnyZone: try facts.alwaysOpenInAnyZone
        case .unionOfWindowsIsUnionOfDays: try facts.unionOfWindowsIsUnionOfDays
        case .holidayNeverEarlier: try facts.holidayNeverEarlier
        case .openTimeNeverLater: try facts.openTimeNeverLater
        case .pauseOutsideHoursIsNothing: facts.pauseOutsideHoursIsNothing
        case .splittingASpanIsNothing: facts.splittingASpanIsNothing
        }
    }
}

/// Instants here are any microsecond, not whole minutes.
private struct PropertyFacts {
    let document: CalendarDocument
    let line: OpenTime
    let times: [Instant]
    let target: Int64
    let pauses: [Range<Instant>]
    let extraWindow: WallWindow
    let extraDay: CivilDate

    init(_ example: RandomCase, seed: UInt64) throws {
        var random = SeededNumbers(seed: ~seed)
        document = example.document
        line = try OpenTime(document: example.document)
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

    private func deadline(_ line: OpenTime, _ start: Instant, _ target: Int64) -> Deadline {
        line.deadline(start: start, pauses: pauses, targetSeconds: target)
            ?? Deadline(dueAt: .distantFuture, breachAt: .distantFuture)
    }

    var isMonotone: Bool {
        let base = deadline(line, start, target)
        let later = deadline(line, times[1], target)
        let longer = deadline(line, start, target + 1)
        return base.dueAt <= later.dueAt && base.breachAt <= later.breachAt && base.dueAt < longer.dueAt
            && base.breachAt <= longer.dueAt
            || longer.dueAt == .distantFuture
    }

    var elapsedAdds: Bool {
        line.elapsed(from: times[0], to: times[1]) + line.elapsed(from: times[1], to: times[2])
            == line.elapsed(from: times[0], to: times[2])
            && line.elapsed(from: times[2], to: times[0]) == -line.elapsed(from: times[0], to: times[2])
            && line.openMicroseconds(before: times[0]) <= line.openMicroseconds(before: times[1])
    }

    var elapsedToDueIsTheTarget: Bool {
        guard let found = line.deadline(start: start, pauses: [], targetSeconds: target) else { return true }
        return line.elapsed(from: start, to: found.dueAt) == target * 1_000_000
            && line.elapsed(from: start, to: found.dueAt.adding(microseconds: -1)) < target * 1_000_000
    }

    var dueNotAfterBreach: Bool {
        guard let found = line.deadline(start: start, pauses: [], targetSeconds: target) else { return true }
        return found.dueAt <= found.breachAt
            && line.elapsed(from: start, to: found.breachAt) == target * 1_000_000
            && (!found.canBreach
                || line.elapsed(from: start, to: found.breachAt.adding(microseconds: 1)) > target * 1_000_000)
    }

    var alwaysOpenInAnyZone: Bool {
        get throws {
            let day = [WallWindow(open: .midnight, close: .midnight)]
            let everyDay = Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, day) })
            let line = try OpenTime(document: CalendarDocument(zone: document.zone, weekly: everyDay))
            return line.elapsed(from: times[0], to: times[2]) == times[2].microseconds(since: times[0])
                && deadline(line, start, target) == deadline(.always, start, target)
        }
    }

    var unionOfWindowsIsUnionOfDays: Bool {
        get throws {
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
            let fewer = try OpenTime(document: document.with(holidays: document.holidays + [extraDay]))
            let base = deadline(line, start, target)
            let other = deadline(fewer, start, target)
            return other.dueAt >= base.dueAt && other.breachAt >= base.breachAt
        }
    }

    var openTimeNeverLater: Bool {
        get throws {
            var weekly = document.weekly
            weekly[extraDay.weekday, default: []].append(extraWindow)
            let more = try OpenTime(document: document.with(weekly: weekly))
            let base = deadline(line, start, target)
            let other = deadline(more, start, target)
            return other.dueAt <= base.dueAt && other.breachAt <= base.breachAt
        }
    }

    var pauseOutsideHoursIsNothing: Bool {
        let segments = line.segments(from: start, to: times[2])
        let base = line.deadline(start: start, pauses: [], targetSeconds: target)
        return zip(segments, segments.dropFirst()).allSatisfy { before, after in
            let gap = before.upperBound..<after.lowerBound
            return line.deadline(start: start, pauses: [gap], targetSeconds: target) == base
        }
    }

    var splittingASpanIsNothing: Bool {
        let split = times[1]
        let consumed = line.elapsed(from: start, to: split)
        let base = line.deadline(start: start, pauses: [], targetSeconds: target)
        let emptyPause = line.deadline(start: start, pauses: [split..<split], targetSeconds: target)
        let resumed = line.deadline(
            from: split,
            consumedMicroseconds: consumed,
            targetSeconds: target,
            pausedAt: split
        )
        return emptyPause == base && resumed == base
    }
}

extension CalendarDocument {
    fileprivate func with(
        weekly: [Weekday: [WallWindow]]? = nil,
        holidays: [CivilDate]? = nil
    ) throws -> CalendarDocument {
        try CalendarDocument(
            zone: zone,
            weekly: weekly ?? self.weekly,
            overrides: overrides,
            breaks: breaks,
            holidays: holidays ?? self.holidays
        )
    }
}
