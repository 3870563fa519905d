import BusinessTime
import TestTools
import Testing

/// Lines put together from others are what they would be if compiled at once (`spec/sla.md` C1).
struct SuccessionTests {
    private func daily(_ zone: String, _ open: String, _ close: String) throws -> CalendarDocument {
        let window = WallWindow(open: try #require(WallTime(open)), close: try #require(WallTime(close)))
        return try CalendarDocument(
            zone: zone,
            weekly: Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, [window]) })
        )
    }

    @Test func aSuccessionOfLinesIsTheLineOfTheirVersions() throws {
        var random = SeededNumbers(seed: 7)
        let documents = [
            try daily("Europe/Berlin", "09:00", "17:30"), try daily("Australia/Lord_Howe", "22:00", "06:00"), .always,
            try daily("America/New_York", "00:00", "00:00"),
        ]
        let start = try Instant(iso8601: "2024-11-01T00:00:00Z")
        for round in 0..<40 {
            var instants = (0..<3).map { _ in
                start.adding(microseconds: Int64.random(in: 0...86_400_000_000 * 500, using: &random))
            }.sorted()
            if round % 4 == 0 { instants[2] = instants[1] }
            let versions = documents.indices.map { index in
                CalendarVersion(
                    id: "\(index)",
                    document: documents[index],
                    effectiveFrom: index == 0 ? .distantPast : instants[index - 1]
                )
            }
            let whole = try OpenTime(versions: versions)
            let lines = try documents.map { try OpenTime(document: $0) }
            let joined = OpenTime(lines[0], then: zip(instants, lines.dropFirst()).map { ($0, $1) })
            let end = start.adding(seconds: 86_400 * 600)
            #expect(joined.segments(from: start, to: end) == whole.segments(from: start, to: end), "round \(round)")
            for _ in 0..<20 {
                let from = start.adding(microseconds: Int64.random(in: 0...86_400_000_000 * 500, using: &random))
                let seconds = Int64.random(in: 1...5_000_000, using: &random)
                #expect(
                    joined.deadline(start: from, pauses: [], targetSeconds: seconds)
                        == whole.deadline(start: from, pauses: [], targetSeconds: seconds),
                    "round \(round)"
                )
            }
        }
    }

    @Test func openRoundTheClockFollowedByItselfNeedsNoRange() {
        let line = OpenTime(.always, then: [(from: Instant(microseconds: 0), openTime: .always)])
        let far = Instant(microseconds: 0).adding(seconds: 40_000_000_000)
        #expect(line.elapsed(from: far, to: far.adding(seconds: 5)) == 5_000_000)
    }
}
