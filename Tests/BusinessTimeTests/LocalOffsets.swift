import BusinessTime
import Foundation

/// Minutes east of UTC as Foundation tells them, remembered by zone and UTC day so that many walks over the same days ask
/// once.
///
/// A day whose full hours all read the same offset, its end included, has that offset throughout: no zone changes and
/// changes back within an hour. Any other day is asked minute by minute.
struct LocalOffsets {
    enum Day {
        case steady(Int)
        /// One entry per minute of the UTC day.
        case changing([Int])

        subscript(minute: Int) -> Int {
            switch self {
            case .steady(let offset): offset
            case .changing(let offsets): offsets[minute]
            }
        }
    }

    private struct Zone {
        let zone: TimeZone
        var days: [Int: Day] = [:]
    }

    static let minutesPerDay = 1440

    private var zones: [String: Zone] = [:]

    /// - Parameter day: days since 1970 in UTC.
    mutating func day(_ day: Int, of name: String) throws -> Day {
        if let known = zones[name]?.days[day] { return known }
        var zone = try zones.removeValue(forKey: name) ?? Self.named(name)
        let made = Self.asked(day, zone.zone)
        zone.days[day] = made
        zones[name] = zone
        return made
    }

    /// Whether the clock is set anywhere in these minutes since 1970.
    mutating func changes(within minutes: Range<Int>, of name: String) throws -> Bool {
        var before: Int?
        for minute in stride(from: minutes.lowerBound, to: minutes.upperBound, by: 60) {
            let offset = try day(minute / Self.minutesPerDay, of: name)[minute % Self.minutesPerDay]
            if let before, before != offset { return true }
            before = offset
        }
        return false
    }

    private static func named(_ name: String) throws -> Zone {
        guard let zone = TimeZone(identifier: name) else { throw CalendarError(.unknownZone) }
        return Zone(zone: zone)
    }

    private static func asked(_ day: Int, _ zone: TimeZone) -> Day {
        func offset(_ minute: Int) -> Int {
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double((day * minutesPerDay + minute) * 60))) / 60
        }
        let first = offset(0)
        if stride(from: 60, through: minutesPerDay, by: 60).allSatisfy({ offset($0) == first }) {
            return .steady(first)
        }
        return .changing((0..<minutesPerDay).map(offset))
    }
}
