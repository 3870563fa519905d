import BusinessTime
import Foundation

/// `2025-06-02T10:00Z` and the full form; a wrong literal fails the test that holds it.
func at(_ text: String) throws -> Instant {
    try Instant(iso8601: text.count == 17 ? text.dropLast() + ":00Z" : text)
}

func openTime(_ json: String) throws -> OpenTime {
    try OpenTime(document: CalendarDocument(json: Data(json.utf8)))
}

/// `from/to` per segment, seconds left out.
func texts(_ segments: [Range<Instant>]) -> [String] {
    segments.map { "\(shortText($0.lowerBound))/\(shortText($0.upperBound))" }
}

func shortText(_ instant: Instant) -> String {
    let text = instant.iso8601
    return text.hasSuffix(":00Z") && text.count == 20 ? text.dropLast(4) + "Z" : text
}
