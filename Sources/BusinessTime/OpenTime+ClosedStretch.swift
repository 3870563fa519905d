extension OpenTime {
    /// A stretch this long without one open second is a mistake unless somebody confirms it (T6).
    package static let closedStretchDaysMax = 28
    /// How far ahead publishing looks: 24 months.
    package static let closedStretchLookaheadDays = 731

    /// The first stretch of 28 days or more without an open second in the 24 months from `start` (T6); nil if none.
    ///
    /// A value, not an error: the publisher asks a person. The range is the whole closed stretch within the 24 months.
    package func neverOpenStretch(from start: Instant) -> Range<Instant>? {
        let end = start.adding(seconds: Int64(Self.closedStretchLookaheadDays) * CivilDate.secondsPerDay)
        let longest = Int64(Self.closedStretchDaysMax) * CivilDate.secondsPerDay * Instant.microsecondsPerSecond
        var closedFrom = start
        for segment in segments(from: start, to: end) + [end..<end] {
            if segment.lowerBound.microseconds(since: closedFrom) >= longest {
                return closedFrom..<segment.lowerBound
            }
            closedFrom = segment.upperBound
        }
        return nil
    }

    /// Whole days of `neverOpenStretch(from:)`; nil when the calendar may be published without a question.
    package func neverOpenStretchDays(from start: Instant) -> Int? {
        guard let stretch = neverOpenStretch(from: start) else { return nil }
        let seconds = stretch.upperBound.microseconds(since: stretch.lowerBound) / Instant.microsecondsPerSecond
        return Int(seconds / CivilDate.secondsPerDay)
    }
}
