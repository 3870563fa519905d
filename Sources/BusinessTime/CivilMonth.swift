/// A month of the proleptic Gregorian calendar, without a zone: the period of a contract (`spec/sla.md X1`).
package struct CivilMonth: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Months since January of the year 0.
    private let number: Int

    /// Before every month that anything is reported of.
    package static let beginning = CivilMonth(number: 12)

    private init(number: Int) { self.number = number }

    package init(containing date: CivilDate) { number = date.year * 12 + date.month - 1 }

    /// Strict `YYYY-MM`.
    package init?(iso8601 text: String) {
        guard text.utf8.count == 7, let first = CivilDate(iso8601: text + "-01") else { return nil }
        self.init(containing: first)
    }

    package var firstDate: CivilDate {
        CivilDate(dayNumber: CivilDate.dayNumber(year: number / 12, month: number % 12 + 1, day: 1))
    }

    package var next: CivilMonth { CivilMonth(number: number + 1) }
    package var previous: CivilMonth { CivilMonth(number: number - 1) }

    /// `YYYY-MM`.
    package var description: String { String(firstDate.description.dropLast(3)) }

    package static func < (left: CivilMonth, right: CivilMonth) -> Bool { left.number < right.number }
}

extension DayBoundaries {
    /// `[f(first day, 00:00), f(first day of the next month, 00:00))`.
    package func range(of month: CivilMonth) -> Range<Instant> {
        start(of: month.firstDate)..<start(of: month.next.firstDate)
    }

    package func month(at instant: Instant) -> CivilMonth { CivilMonth(containing: date(at: instant)) }
}
