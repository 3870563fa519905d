import BusinessTime
import Foundation
import Testing

@testable import Switchyard

struct QuietHoursTests {
    struct Night: CustomTestStringConvertible {
        let zone: String
        let at: String
        /// Nil: it is day.
        let morning: String?
        var testDescription: String { "\(at) in \(zone)" }
    }

    @Test(arguments: [
        Night(zone: "UTC", at: "2026-05-04T12:00:00Z", morning: nil),
        Night(zone: "UTC", at: "2026-05-04T09:00:00Z", morning: nil),
        Night(zone: "UTC", at: "2026-05-04T20:59:59Z", morning: nil),
        Night(zone: "UTC", at: "2026-05-04T21:00:00Z", morning: "2026-05-05T09:00:00Z"),
        Night(zone: "UTC", at: "2026-05-04T08:59:59Z", morning: "2026-05-04T09:00:00Z"),
        Night(zone: "Asia/Tokyo", at: "2026-05-04T12:00:00Z", morning: "2026-05-05T00:00:00Z"),
        Night(zone: "America/Sao_Paulo", at: "2026-05-04T03:00:00Z", morning: "2026-05-04T12:00:00Z"),
        Night(zone: "Europe/Berlin", at: "2026-03-28T22:00:00Z", morning: "2026-03-29T07:00:00Z"),
        Night(zone: "Europe/Berlin", at: "2026-10-24T22:00:00Z", morning: "2026-10-25T08:00:00Z"),
    ])
    func `V2: nobody is asked from nine at night to nine in the morning`(_ night: Night) throws {
        let next = try QuietHours.next(after: Instant(iso8601: night.at), zone: night.zone, jitterSeconds: 0)
        #expect(try next == night.morning.map { try Instant(iso8601: $0) })
    }

    @Test func `V2: the morning is spread over half an hour, the same for the same case`() throws {
        let ticket = UUID()
        let jitter = QuietHours.jitterSeconds(ticket: ticket, resolution: 5)
        #expect(jitter == QuietHours.jitterSeconds(ticket: ticket, resolution: 5))
        let many = (0..<200).map { QuietHours.jitterSeconds(ticket: UUID(), resolution: $0) }
        #expect(many.allSatisfy { (0...QuietHours.jitterSecondsMax).contains($0) })
        #expect(Set(many).count > 50)
    }
}
