package import BusinessTime

/// Where the time of a clock went, in human terms: every microsecond from its start to its end, or to now, under exactly
/// one cause, so that the parts add up to the whole.
package struct LateTime: Sendable, Hashable {
    /// In the order in which one hides another.
    package enum Cause: Sendable, Hashable {
        /// Outside the calendar's hours.
        case closed
        /// The message was somewhere on its way to us.
        case notYetKnown
        /// In the case that was merged into this one, or that this one was split from.
        case elsewhere
        /// Resolved, until it was reopened.
        case resolved
        /// Put aside in a waiting status.
        case parked(ClockStatus)
        /// A step of the ladder was due and we had not taken it yet, while nobody worked on the case.
        case systemLag
        /// A step found nobody to tell.
        case nobodyOnDuty
        /// Offered to somebody who had not answered, and nobody worked on it meanwhile.
        case offerNotAccepted
        /// Nobody's case.
        case unassigned
        /// Somebody's case, and they have done nothing about it yet.
        case untouched
        /// Somebody's case, and they have begun.
        case inHand
    }

    /// Time of one cause at one level.
    package struct Part: Sendable, Hashable {
        package let cause: Cause
        /// 0 to 4; nil before the case was there.
        package let level: Int?
        package var microseconds: Int64
        /// What of it the clock counted.
        package var countedMicroseconds: Int64
        /// What of it came after the breach.
        package var lateMicroseconds: Int64
    }

    package let whole: Range<Instant>
    /// From the breach that stands to the end; nil for a clock that is not late.
    package let late: Range<Instant>?
    /// The longest first.
    package let parts: [Part]

    /// - Parameters:
    ///   - desk: whose case it was when; ascending.
    ///   - knownAt: when we had the message that started the clock.
    ///   - lags: when steps of the ladder were due, until they were taken.
    init(
        _ cycle: ClockCycle,
        desk: [DeskState],
        knownAt: Instant,
        lags: [Range<Instant>] = [],
        asOf: Instant,
        calendar: OpenTime
    ) {
        let whole = cycle.startAt..<max(cycle.startAt, cycle.endedAt ?? asOf)
        let late = cycle.breachedAt.map { min(max($0, whole.lowerBound), whole.upperBound)..<whole.upperBound }
        var parts: [Key: Part] = [:]
        let cuts =
            desk.map(\.from) + [knownAt] + cycle.spans.flatMap { [$0.from, $0.to].compactMap(\.self) }
            + lags.flatMap { [$0.lowerBound, $0.upperBound] } + [late?.lowerBound].compactMap(\.self)
        var coming = desk[...]
        var state: DeskState?
        var running = cycle.spans.filter { $0.kind == .running }[...]
        for piece in Self.pieces(of: whole, cutAt: cuts) {
            let at = piece.lowerBound
            while let next = coming.first, next.from <= at { state = coming.removeFirst() }
            while let span = running.first, span.to ?? .distantFuture <= at { running.removeFirst() }
            let isRunning = running.first.map { $0.from <= at } ?? false
            let isLagging = lags.contains { $0.contains(at) }
            let cause = at < knownAt ? Cause.notYetKnown : (state?.cause ?? .elsewhere).during(lag: isLagging)
            let all = piece.upperBound.microseconds(since: at)
            let open = calendar.elapsed(from: at, to: piece.upperBound)
            for (cause, length) in [(cause, open), (.closed, all - open)] where length > 0 {
                parts[Key(cause: cause, level: state?.level), default: Part(cause: cause, level: state?.level)].add(
                    length,
                    isCounted: cause != .closed && isRunning,
                    isLate: late?.contains(at) ?? false
                )
            }
        }
        self.whole = whole
        self.late = late
        self.parts = parts.values.sorted {
            ($1.microseconds, $0.level ?? -1, "\($0.cause)") < ($0.microseconds, $1.level ?? -1, "\($1.cause)")
        }
    }

    private struct Key: Hashable {
        let cause: Cause
        let level: Int?
    }

    private static func pieces(of whole: Range<Instant>, cutAt changes: [Instant]) -> [Range<Instant>] {
        let cuts = Set(changes.filter { whole.lowerBound < $0 && $0 < whole.upperBound }).sorted()
        let ends = cuts + [whole.upperBound]
        return zip([whole.lowerBound] + cuts, ends).compactMap { $0 < $1 ? $0..<$1 : nil }
    }
}

extension LateTime.Cause {
    /// A step that we took late would have told somebody: only where nobody was at work is that what kept the case waiting.
    fileprivate func during(lag isLagging: Bool) -> Self {
        guard isLagging else { return self }
        switch self {
        case .nobodyOnDuty, .offerNotAccepted, .unassigned, .untouched: return .systemLag
        case .closed, .notYetKnown, .elsewhere, .resolved, .parked, .systemLag, .inHand: return self
        }
    }
}

extension LateTime.Part {
    fileprivate init(cause: LateTime.Cause, level: Int?) {
        self.init(cause: cause, level: level, microseconds: 0, countedMicroseconds: 0, lateMicroseconds: 0)
    }

    fileprivate mutating func add(_ length: Int64, isCounted: Bool, isLate: Bool) {
        microseconds += length
        if isCounted { countedMicroseconds += length }
        if isLate { lateMicroseconds += length }
    }
}
