package import BusinessTime

/// Which calendar lines a clock has been measured by: one, unless its policy sent it to another on the way (`spec/sla.md
/// C2`). Open time before the change is the old calendar's for good.
package struct CalendarPath: Sendable, Hashable {
    package struct Stretch: Sendable, Hashable {
        package let name: String
        package let until: Instant
    }

    /// Of this one now.
    package private(set) var name: String
    package private(set) var earlier: [Stretch] = []

    package init(_ name: String) {
        self.name = name
    }

    mutating func move(to other: String, at instant: Instant) {
        if earlier.last?.until != instant { earlier.append(Stretch(name: name, until: instant)) }
        name = other
    }

    /// `night`, or `day@1748854800000000,night` for one that moved: instants in microseconds.
    var text: String {
        earlier.map { "\($0.name)@\($0.until.microseconds)," }.joined() + name
    }

    init?(text: String) {
        // Hardly any clock has moved.
        guard text.utf8.contains(UInt8(ascii: ",")) else {
            guard !text.isEmpty else { return nil }
            name = text
            return
        }
        var parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard let last = parts.popLast(), !last.isEmpty else { return nil }
        name = String(last)
        for part in parts {
            let words = part.split(separator: "@", omittingEmptySubsequences: false)
            guard words.count == 2, let until = Int64(words[1]) else { return nil }
            earlier.append(Stretch(name: String(words[0]), until: Instant(microseconds: until)))
        }
    }
}
