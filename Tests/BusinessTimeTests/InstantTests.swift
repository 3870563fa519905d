import BusinessTime
import Foundation
import TestTools
import Testing

struct InstantText: CustomTestStringConvertible, Sendable {
    let text: String
    let canonical: String?

    var testDescription: String { text }

    static let all: [InstantText] = [
        InstantText(text: "2025-06-02T10:00:00Z", canonical: "2025-06-02T10:00:00Z"),
        InstantText(text: "2025-06-02T12:00:00+02:00", canonical: "2025-06-02T10:00:00Z"),
        InstantText(text: "2025-06-02T04:30:00-05:30", canonical: "2025-06-02T10:00:00Z"),
        InstantText(text: "2025-06-02T10:00:00.5Z", canonical: "2025-06-02T10:00:00.500000Z"),
        InstantText(text: "2025-06-02T10:00:00.000001Z", canonical: "2025-06-02T10:00:00.000001Z"),
        InstantText(text: "2025-06-02T10:00:00.000000Z", canonical: "2025-06-02T10:00:00Z"),
        InstantText(text: "2024-05-01", canonical: "2024-05-01T00:00:00Z"),
        InstantText(text: "2024-02-29T23:59:59Z", canonical: "2024-02-29T23:59:59Z"),
        InstantText(text: "1969-12-31T23:59:59.999999Z", canonical: "1969-12-31T23:59:59.999999Z"),
        InstantText(text: "0001-01-01T00:00:00Z", canonical: "0001-01-01T00:00:00Z"),
        InstantText(text: "9999-12-31T23:59:59.999999Z", canonical: "9999-12-31T23:59:59.999999Z"),
        InstantText(text: "2025-06-02T10:00:60Z", canonical: nil),
        InstantText(text: "2025-06-02T24:00:00Z", canonical: nil),
        InstantText(text: "2025-06-02T10:00Z", canonical: nil),
        InstantText(text: "2025-06-02T10:00:00", canonical: nil),
        InstantText(text: "2025-06-02 10:00:00Z", canonical: nil),
        InstantText(text: "2025-06-02T10:00:00.Z", canonical: nil),
        InstantText(text: "2025-06-02T10:00:00.1234567Z", canonical: nil),
        InstantText(text: "2025-06-02T10:00:00+0200", canonical: nil),
        InstantText(text: "2025-06-02T10:00:00+24:00", canonical: nil),
        InstantText(text: "2025-06-02T10:00:00Z ", canonical: nil),
        InstantText(text: "2025-02-29", canonical: nil),
        InstantText(text: "2025-13-01", canonical: nil),
        InstantText(text: "0000-01-01", canonical: nil),
        InstantText(text: "0001-01-01T00:00:00+01:00", canonical: nil),
        InstantText(text: "9999-12-31T23:59:59-00:01", canonical: nil),
        InstantText(text: "", canonical: nil),
        InstantText(text: "٢٠٢٥-06-02", canonical: nil),
    ]
}

struct InstantTests {
    @Test(arguments: InstantText.all)
    func readsExactlyTheOneTextForm(_ example: InstantText) {
        #expect((try? Instant(iso8601: example.text))?.iso8601 == example.canonical)
    }

    @Test func codesAsItsText() throws {
        let instant = try Instant(iso8601: "2025-06-02T10:00:00.25Z")
        let json = try JSONEncoder().encode([instant])
        #expect(String(decoding: json, as: UTF8.self) == #"["2025-06-02T10:00:00.250000Z"]"#)
        #expect(try JSONDecoder().decode([Instant].self, from: json) == [instant])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Instant].self, from: Data(#"["soon"]"#.utf8))
        }
    }

    @Test func stopsAtTheBoundsInsteadOfOverflowing() {
        #expect(Instant.distantFuture.adding(seconds: 1) == .distantFuture)
        #expect(Instant.distantPast.adding(microseconds: -1) == .distantPast)
        #expect(Instant(microseconds: 0).adding(seconds: .max) == .distantFuture)
        #expect(Instant(microseconds: 0).adding(seconds: .min) == .distantPast)
        #expect(Instant(microseconds: .max) == .distantFuture)
        #expect(Instant(date: .distantFuture.addingTimeInterval(1e12)) == .distantFuture)
        #expect(Instant(date: .distantPast.addingTimeInterval(-1e12)) == .distantPast)
    }

    @Test func keepsMicrosecondsThroughDate() throws {
        let instant = try Instant(iso8601: "2025-06-02T10:00:00.123456Z")
        #expect(Instant(date: instant.date) == instant)
        #expect(instant.adding(seconds: 2).microseconds(since: instant) == 2_000_000)
    }

    @Test func countsDatesLikeFoundation() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        var random = SeededNumbers(seed: 7)
        for _ in 0..<300 {
            let number = Int.random(in: -100_000...2_000_000, using: &random)
            let date = CivilDate(dayNumber: number)
            let parts = calendar.dateComponents(
                [.year, .month, .day, .weekday],
                from: Date(timeIntervalSince1970: Double(number) * 86_400)
            )
            guard number > -140_000 else { continue }
            #expect([parts.year, parts.month, parts.day] == [date.year, date.month, date.day])
            #expect(((parts.weekday ?? 0) + 5) % 7 == Weekday.allCases.firstIndex(of: date.weekday))
            #expect(CivilDate(iso8601: date.description) == date)
        }
    }
}
