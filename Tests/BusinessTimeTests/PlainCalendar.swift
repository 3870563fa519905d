import BusinessTime
import Foundation

/// A calendar in plain numbers, which is all that the oracle knows; the engine is given the JSON that a planner would write
/// of it.
struct PlainCalendar {
    /// Minutes since midnight of the date on which a window opens; those from 1440 on are of the next date.
    typealias Window = Range<Int>

    static let minutesPerDay = 1440
    private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// Nil: it never closes.
    let zone: String?
    /// Monday first.
    var weekly = [[Window]](repeating: [], count: weekdays.count)
    /// By days since 1970.
    var overrides: [Int: [Window]] = [:]
    var breaks: [Int: [Window]] = [:]
    var holidays: Set<Int> = []

    /// - Parameter day: since 1970, not before; that year began on a Thursday.
    func windows(ofDay day: Int) -> [Window] {
        overrides[day] ?? weekly[(day + 3) % weekly.count]
    }

    /// One flag per minute that the wall shows on a date: united windows, breaks and holidays cut (`spec/sla.md` T3).
    func openMinutes(ofDay day: Int) -> [Bool] {
        var flags = [Bool](repeating: false, count: Self.minutesPerDay)
        guard !holidays.contains(day) else { return flags }
        func set(_ windows: (Int) -> [Window], to value: Bool) {
            // A window may open as late as 24:00 and last a day.
            for daysAgo in 0...2 {
                for window in windows(day - daysAgo) {
                    for minute in window.clamped(to: whole(daysAgo)) {
                        flags[minute - daysAgo * Self.minutesPerDay] = value
                    }
                }
            }
        }
        set(windows, to: true)
        set({ breaks[$0] ?? [] }, to: false)
        return flags
    }

    /// The date `daysAgo` days after a window's own.
    private func whole(_ daysAgo: Int) -> Window {
        (daysAgo * Self.minutesPerDay)..<((daysAgo + 1) * Self.minutesPerDay)
    }
}

/// `spec/sla.md`, Documents.
extension PlainCalendar {
    var document: CalendarDocument {
        get throws { try CalendarDocument(json: JSONSerialization.data(withJSONObject: json)) }
    }

    private var json: [String: Any] {
        guard let zone else { return ["tz": "UTC", "always_open": true] }
        return [
            "tz": zone,
            "weekly": Dictionary(uniqueKeysWithValues: zip(Self.weekdays, weekly.map { $0.map(Self.texts) })),
            "overrides": Self.dated(overrides),
            "breaks": Self.dated(breaks),
            "holidays": holidays.map(Self.date),
        ]
    }

    private static func dated(_ lists: [Int: [Window]]) -> [String: [[String]]] {
        Dictionary(uniqueKeysWithValues: lists.map { (date($0.key), $0.value.map(texts)) })
    }

    private static func texts(_ window: Window) -> [String] {
        let close = window.upperBound
        return [time(window.lowerBound), time(close > minutesPerDay ? close - minutesPerDay : close)]
    }

    private static func time(_ minutes: Int) -> String {
        String(format: "%02d:%02d", minutes / 60, minutes % 60)
    }

    private static func date(_ day: Int) -> String {
        Date(timeIntervalSince1970: Double(day) * 86_400).formatted(.iso8601.year().month().day())
    }
}
