package import Foundation

/// A point in time: whole microseconds of UTC since 1970 (`spec/sla.md` T1).
///
/// Every instant lies within the years 1 to 9999, so each one has an ISO 8601 text; arithmetic that would leave
/// the range stops at `distantPast` or `distantFuture`. `Date` is a Double and belongs to the edges only.
package struct Instant: Hashable, Comparable, Sendable {
    package static let microsecondsPerSecond: Int64 = 1_000_000

    /// 0001-01-01T00:00:00Z.
    package static let distantPast = Instant(microseconds: minimumMicroseconds)
    /// 9999-12-31T23:59:59.999999Z. As a breach it means "never".
    package static let distantFuture = Instant(microseconds: maximumMicroseconds)

    private static let minimumMicroseconds: Int64 = -62_135_596_800_000_000
    private static let maximumMicroseconds: Int64 = 253_402_300_799_999_999

    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = min(max(microseconds, Self.minimumMicroseconds), Self.maximumMicroseconds)
    }

    /// Nearest microsecond of a `Date`; a date beyond the range becomes the bound.
    package init(date: Date) {
        let value = (date.timeIntervalSince1970 * Double(Self.microsecondsPerSecond)).rounded()
        let low = Double(Self.minimumMicroseconds)
        let high = Double(Self.maximumMicroseconds)
        guard value > low else {
            self = .distantPast
            return
        }
        self = value < high ? Instant(microseconds: Int64(value)) : .distantFuture
    }

    package var date: Date {
        Date(timeIntervalSince1970: Double(microseconds) / Double(Self.microsecondsPerSecond))
    }

    package func adding(seconds: Int64) -> Instant {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: Self.microsecondsPerSecond)
        guard !overflow else { return seconds < 0 ? .distantPast : .distantFuture }
        return adding(microseconds: product)
    }

    package func adding(microseconds delta: Int64) -> Instant {
        let (sum, overflow) = microseconds.addingReportingOverflow(delta)
        guard !overflow else { return delta < 0 ? .distantPast : .distantFuture }
        return Instant(microseconds: sum)
    }

    /// Real microseconds from `earlier` to this instant; negative when `earlier` is the later one.
    package func microseconds(since earlier: Instant) -> Int64 {
        microseconds - earlier.microseconds
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.microseconds < right.microseconds
    }
}
