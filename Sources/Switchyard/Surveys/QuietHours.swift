import BusinessTime
import Crypto
import Foundation
import Synchronization

/// Nobody is asked at night: invitations leave from 09:00 to 21:00 on the recipient's own clock
/// (`spec/surveys-reports.md V2`). The day is compiled like any calendar, so that nights of 23 and 25 hours come right.
enum QuietHours {
    static let jitterSecondsMax = 1800
    /// Compiled zones kept; the IANA list has about 600 names.
    private static let zonesMax = 700
    /// The longest night on record is well inside this.
    private static let searchSeconds: Int64 = 3 * 86_400
    private static let days = Mutex<[String: OpenTime]>([:])

    /// Nil when the instant may be used; else the next morning at nine, spread over half an hour.
    static func next(after instant: Instant, zone: String, jitterSeconds: Int) throws -> Instant? {
        let day = try openTime(zone)
        guard !day.isOpen(at: instant) else { return nil }
        let morning = day.segments(from: instant, to: instant.adding(seconds: searchSeconds)).first
        return morning?.lowerBound.adding(seconds: Int64(jitterSeconds))
    }

    /// The same for the same case and resolution whenever it is asked: decided once without being stored.
    static func jitterSeconds(ticket: UUID, resolution: Int) -> Int {
        let hash = SHA256.hash(data: ticket.bytes + Array(String(resolution).utf8))
        let number = hash.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        return number % (jitterSecondsMax + 1)
    }

    private static func openTime(_ zone: String) throws -> OpenTime {
        if let known = days.withLock({ $0[zone] }) { return known }
        let weekly = Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0.rawValue, [["09:00", "21:00"]]) })
        let text = try JSONEncoder().encode(DayDocument(tz: zone, weekly: weekly))
        let made = try OpenTime(document: JSONDecoder().decode(CalendarDocument.self, from: text))
        days.withLock { days in
            if days.count < zonesMax { days[zone] = made }
        }
        return made
    }

    private struct DayDocument: Encodable {
        let tz: String
        let weekly: [String: [[String]]]
    }
}
