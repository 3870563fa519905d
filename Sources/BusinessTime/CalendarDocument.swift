/// The one JSON form of a calendar (`spec/sla.md`, Documents): what a planner writes, checked when it is made.
///
/// Wall times are those of `zone`. Overlapping windows are no error: they are united (T3), and `unitedWindows` names them.
package struct CalendarDocument: Hashable, Sendable {
    /// Windows in one list of a weekday or a date.
    package static let windowsPerListMax = 48
    /// Dates under each of overrides, breaks and holidays.
    package static let datesMax = 10_000

    package enum Field: String, CaseIterable, Sendable {
        case zone = "tz"
        case alwaysOpen = "always_open"
        case weekly
        case overrides
        case breaks
        case holidays
    }

    /// IANA name; nil only for a calendar that is always open, which needs none (T7).
    package let zone: String?
    package let alwaysOpen: Bool
    package let weekly: [Weekday: [WallWindow]]
    /// Replace the weekday's windows on their date; an empty list closes it.
    package let overrides: [CivilDate: [WallWindow]]
    package let breaks: [CivilDate: [WallWindow]]
    /// Ascending, each once.
    package let holidays: [CivilDate]

    /// Throws `CalendarError` for an unknown zone, too many entries, or hours beside `alwaysOpen`.
    package init(
        zone: String?,
        alwaysOpen: Bool = false,
        weekly: [Weekday: [WallWindow]] = [:],
        overrides: [CivilDate: [WallWindow]] = [:],
        breaks: [CivilDate: [WallWindow]] = [:],
        holidays: [CivilDate] = []
    ) throws {
        self.zone = zone
        self.alwaysOpen = alwaysOpen
        self.weekly = weekly
        self.overrides = overrides
        self.breaks = breaks
        self.holidays = Set(holidays).sorted()
        try validate()
    }

    /// Round the clock, in no zone.
    package static let always = CalendarDocument()

    private init() {
        zone = nil
        alwaysOpen = true
        weekly = [:]
        overrides = [:]
        breaks = [:]
        holidays = []
    }

    private func validate() throws {
        try validateZone()
        try validateCounts()
        guard alwaysOpen else { return }
        let extra = [
            (Field.weekly, weekly.isEmpty), (.overrides, overrides.isEmpty), (.breaks, breaks.isEmpty),
            (.holidays, holidays.isEmpty),
        ].first { !$0.1 }
        if let extra {
            throw CalendarError(.alwaysOpenWithWindows, at: "/" + extra.0.rawValue)
        }
    }

    private func validateZone() throws {
        guard let zone else {
            guard alwaysOpen else { throw CalendarError(.missingZone, at: "/tz") }
            return
        }
        _ = try ZoneClock.named(zone)
    }

    private func validateCounts() throws {
        for (field, count) in [
            (Field.overrides, overrides.count), (.breaks, breaks.count), (.holidays, holidays.count),
        ] where count > Self.datesMax {
            throw CalendarError(.tooMany, at: "/" + field.rawValue, ["max": "\(Self.datesMax)"])
        }
        let lists =
            weekly.map { ("/weekly/\($0.key.rawValue)", $0.value.count) }
            + overrides.map { ("/overrides/\($0.key)", $0.value.count) }
            + breaks.map { ("/breaks/\($0.key)", $0.value.count) }
        for (pointer, count) in lists where count > Self.windowsPerListMax {
            throw CalendarError(.tooMany, at: pointer, ["max": "\(Self.windowsPerListMax)"])
        }
    }
}
