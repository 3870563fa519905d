import BusinessTime
import Foundation
import Testing

/// Newer zone data moves future time only (`spec/sla.md T7`): a calendar goes by what its zone was known to do.
struct ZoneOffsetsTests {
    private func mondays(_ offsets: ZoneOffsets?) throws -> OpenTime {
        let json = #"{"tz": "Europe/Berlin", "weekly": {"mon": [["09:00", "10:00"]]}}"#
        return try OpenTime(document: CalendarDocument(json: Data(json.utf8)), zoneOffsets: offsets)
    }

    @Test(arguments: RandomCalendar.zones)
    func t7_whatIsTakenDownIsWhatTheZoneDoes(zone: String) throws {
        let middle = try at("2025-06-02T10:00Z")
        let offsets = try #require(ZoneOffsets(packed: try ZoneOffsets(zone: zone, around: middle).packed))
        let json = #"{"tz": "\#(zone)", "weekly": {"mon": [["01:00", "03:00"]], "sun": [["22:00", "06:00"]]}}"#
        let document = try CalendarDocument(json: Data(json.utf8))
        let span = (from: try at("2010-01-01T00:00Z"), to: try at("2040-01-01T00:00Z"))
        #expect(
            try OpenTime(document: document, zoneOffsets: offsets).segments(from: span.from, to: span.to)
                == OpenTime(document: document).segments(from: span.from, to: span.to)
        )
    }

    @Test func t7_theZoneIsReadAsItWasKnownWhereItWasTakenDownAndAsOfTodayBeyond() throws {
        let known = try ["2025-06-01T00:00Z", "2025-06-20T00:00Z", "2025-07-01T00:00Z"].map {
            try at($0).microseconds / 1_000_000
        }
        let offsets = try #require(ZoneOffsets(packed: [known[0], 0, known[1], -3600, known[2]]))
        let segments = try mondays(offsets).segments(from: at("2025-05-26T00:00Z"), to: at("2025-07-08T00:00Z"))
        #expect(
            texts(segments) == [
                "2025-05-26T07:00Z/2025-05-26T08:00Z", "2025-06-02T09:00Z/2025-06-02T10:00Z",
                "2025-06-09T09:00Z/2025-06-09T10:00Z", "2025-06-16T09:00Z/2025-06-16T10:00Z",
                "2025-06-23T10:00Z/2025-06-23T11:00Z", "2025-06-30T10:00Z/2025-06-30T11:00Z",
                "2025-07-07T07:00Z/2025-07-07T08:00Z",
            ]
        )
    }

    @Test(arguments: [[], [0], [0, 3600], [10, 0, 10], [10, 0, 5], [0, 0, 10, 3600]] as [[Int64]])
    func aListThatIsNoneIsRefused(_ packed: [Int64]) {
        #expect(ZoneOffsets(packed: packed) == nil)
    }
}
