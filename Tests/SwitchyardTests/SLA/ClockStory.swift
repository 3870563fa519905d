import BusinessTime
import Switchyard

/// A case told in a few lines. Times are `HH:MM` on Monday 2025-06-02 UTC, or `DD HH:MM` of that June, or whole instants.
struct ClockStory {
    var policy: SLAPolicy
    var line: CalendarLine
    var facts: [CaseFact] = []

    init(_ targets: [SLAMetric: Int64], line: CalendarLine = CalendarLine(.always)) {
        policy = SLAPolicy(targetSeconds: targets)
        self.line = line
    }

    static func at(_ text: String) throws -> Instant {
        switch text.count {
        case 5: try Instant(iso8601: "2025-06-02T\(text):00Z")
        case 8: try Instant(iso8601: "2025-06-\(text.prefix(2))T\(text.suffix(5)):00Z")
        default: try Instant(iso8601: text)
        }
    }

    mutating func tell(
        _ time: String,
        _ kind: CaseFact.Kind,
        ticket: String = "A",
        id: String? = nil,
        recorded: String? = nil
    ) throws {
        facts.append(
            CaseFact(
                id: id ?? "fact \(100 + facts.count)",
                ticket: ticket,
                occurredAt: try Self.at(time),
                recordedAt: try recorded.map(Self.at),
                kind: kind
            )
        )
    }

    func clocks(_ asOf: String) throws -> CaseClocks {
        try ClockMachine.fold(facts, policy: policy, line: line, asOf: Self.at(asOf))
    }

    /// Monday to Friday, 09:00 to 17:00 UTC.
    static func officeHours() throws -> OpenTime {
        let hours = [WallWindow(open: try time("09:00"), close: try time("17:00"))]
        let weekly = Dictionary(uniqueKeysWithValues: Weekday.allCases.prefix(5).map { ($0, hours) })
        return try OpenTime(document: CalendarDocument(zone: "UTC", weekly: weekly))
    }

    struct BadTime: Error {}

    static func time(_ text: String) throws -> WallTime {
        guard let time = WallTime(text) else { throw BadTime() }
        return time
    }
}
