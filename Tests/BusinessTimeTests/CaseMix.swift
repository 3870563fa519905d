import BusinessTime

/// How the cases were spread; the shares are part of the claim.
struct CaseMix: CustomStringConvertible {
    /// Fewer cases than this say nothing about shares.
    static let totalMin = 500

    enum Trait: String, CaseIterable {
        case nearClockChange = "within 48 h of a clock change"
        case overnight
        case overlapping
        case endsAtClosing = "ending exactly at closing"
        case pausedFromDue = "pause starting at the due instant"
        case crossesVersions = "calendar changed under way"

        var percentMin: Int {
            switch self {
            case .nearClockChange: 20
            case .overnight, .overlapping, .endsAtClosing, .pausedFromDue: 10
            case .crossesVersions: 5
            }
        }
    }

    private(set) var total = 0
    private var counts: [Trait: Int] = [:]
    private var zones: Set<String> = []

    mutating func count(_ example: RandomCase) {
        total += 1
        for trait in Trait.allCases where example.has(trait) { counts[trait, default: 0] += 1 }
        zones.formUnion(example.calendars.compactMap(\.calendar.zone))
    }

    static func + (left: CaseMix, right: CaseMix) -> CaseMix {
        var sum = left
        sum.total += right.total
        sum.counts.merge(right.counts, uniquingKeysWith: +)
        sum.zones.formUnion(right.zones)
        return sum
    }

    /// What there is too little of.
    var shortfalls: [String] {
        let short = Trait.allCases.filter { counts[$0, default: 0] * 100 < $0.percentMin * total }.map(\.rawValue)
        return zones.count < RandomCalendar.zones.count ? short + ["zones"] : short
    }

    var description: String {
        let shares = Trait.allCases.map { "\($0.rawValue) \(counts[$0, default: 0] * 100 / max(1, total)) %" }
        return "\(total) cases in \(zones.count) zones: " + shares.joined(separator: ", ")
    }
}

extension RandomCase {
    /// Windows count only where the clock passes their dates.
    func has(_ trait: CaseMix.Trait) -> Bool {
        switch trait {
        case .nearClockChange: isNearClockChange
        case .overnight: windowsPassed.contains { $0.contains { $0.upperBound > PlainCalendar.minutesPerDay } }
        case .overlapping: windowsPassed.contains(where: Self.overlap)
        case .endsAtClosing: due.map(oracle.isClosing) ?? false
        case .pausedFromDue: pauses.contains { $0.lowerBound == due && !$0.isEmpty }
        case .crossesVersions:
            versions.dropFirst().contains { $0.effectiveFrom > start && $0.effectiveFrom < due ?? start }
        }
    }

    private var due: Instant? {
        oracle.deadline(start: start, pauses: pauses, minutes: targetMinutes).due
    }

    /// The windows of each date that the clock passes, as the first version has them.
    private var windowsPassed: [[PlainCalendar.Window]] {
        let days = [start, due ?? start].map { Int($0.microseconds / 86_400_000_000) }
        return (days[0]...days[1]).map(calendars[0].calendar.windows(ofDay:))
    }

    private static func overlap(_ windows: [PlainCalendar.Window]) -> Bool {
        windows.indices.contains { index in windows[..<index].contains { $0.overlaps(windows[index]) } }
    }
}
