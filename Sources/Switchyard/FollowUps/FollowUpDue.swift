package import BusinessTime
import Foundation

/// When a bad score must have been looked into: at the close of the n-th day after it that has opening hours, in the
/// tenant's calendar and zone (`spec/surveys-reports.md V10`: one business day).
package enum FollowUpDue {
    /// A calendar that is closed for longer than this gives no more time.
    package static let daysMax = 60

    package static func after(_ opened: Instant, days count: Int, calendar: OpenTime, zone: String) throws -> Instant {
        let days = try DayBoundaries(zone: zone)
        var date = days.date(at: opened)
        var close = opened
        var left = count
        for _ in 0..<daysMax where left > 0 {
            date = date.adding(days: 1)
            let day = days.range(of: date)
            close = day.upperBound
            guard let last = calendar.segments(from: day.lowerBound, to: day.upperBound).last else { continue }
            close = min(last.upperBound, day.upperBound)
            left -= 1
        }
        return close
    }
}
