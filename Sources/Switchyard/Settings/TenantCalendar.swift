package import BusinessTime

/// A tenant's calendar line, as its versions were published.
package struct TenantCalendar: Sendable {
    package static let nameDefault = "default"
    package static let nameBytesMax = 40

    /// Lower-case letters, digits, `-` and `_`, beginning with a letter or digit; as the table has it.
    package static func isName(_ text: String) -> Bool {
        guard (1...nameBytesMax).contains(text.utf8.count) else { return false }
        return text.wholeMatch(of: /[a-z0-9][a-z0-9_-]*/) != nil
    }

    /// For whoever came after the first version: that one is in force from the beginning of time (`spec/sla.md` C1), so that
    /// imported history is measured by it.
    private let published: CalendarLine
    /// For cases that began while there was no calendar: they were open round the clock, and what they used stays used.
    private let afterNone: CalendarLine
    private let firstPublishedAt: Instant
    /// In the order of publication.
    private let versions: [CalendarLine.Version]

    /// Open round the clock, for a tenant that published no calendar.
    static let none = TenantCalendar(always: .always)

    /// - Parameter versions: in the order of publication; nil for an empty list.
    init?(_ versions: [CalendarLine.Version]) {
        guard let first = versions.first else { return nil }
        published = CalendarLine(first.openTime, then: Array(versions.dropFirst()))
        afterNone = CalendarLine(.always, then: versions)
        firstPublishedAt = first.publishedAt
        self.versions = versions
    }

    private init(always: OpenTime) {
        published = CalendarLine(always)
        afterNone = published
        firstPublishedAt = .distantPast
        versions = []
    }

    /// The calendar with one more version.
    func adding(_ version: CalendarLine.Version) -> TenantCalendar {
        TenantCalendar(versions + [version]) ?? self
    }

    /// The line as a case sees it.
    ///
    /// - Parameter recordedAt: when the platform learned of the case.
    package func line(caseRecordedAt recordedAt: Instant) -> CalendarLine {
        recordedAt < firstPublishedAt ? afterNone : published
    }

    /// The line as it is for a case that comes in now.
    package var line: CalendarLine { published }
}
