import BusinessTime
import Foundation

/// One scenario of `sla replay`, read: who follows which policy and calendar, and what became known when.
struct Story {
    /// Events of one scenario; a late one folds all before it again.
    static let eventsMax = 10_000

    let id: JSON
    let policy: SLAPolicy
    let line: CalendarLine
    /// In the order in which they became known.
    let facts: [CaseFact]

    init(_ scenario: JSON, shelf: inout CalendarShelf) throws {
        let id = scenario["id"] ?? .null
        guard case .string(let name) = scenario["calendar"] ?? .null else { throw StoryError("no calendar named") }
        let calendar = try shelf.document(name)
        let policy = try Self.policy(scenario["policy"] ?? .null)
        guard case .array(let events) = scenario["events"] ?? .null else { throw StoryError("no list of events") }
        guard events.count <= Self.eventsMax else { throw StoryError("more than \(Self.eventsMax) events") }
        var facts: [CaseFact] = []
        var versions: [StoryCalendarVersion] = []
        for (index, event) in events.enumerated() {
            let told: StoryEvent
            do {
                told = try StoryEvent(event, index: index)
            } catch {
                throw StoryError("event \(index + 1): \(error)")
            }
            facts.append(told.fact)
            if let version = told.calendarVersion { versions.append(version) }
        }
        self.init(id: id, policy: policy, line: try Self.line(calendar, versions), facts: facts)
    }

    /// - Parameter facts: in any order; those that became known at one instant keep theirs.
    init(id: JSON, policy: SLAPolicy, line: CalendarLine, facts: [CaseFact]) {
        let order = facts.indices.sorted { (facts[$0].recordedAt, $0) < (facts[$1].recordedAt, $1) }
        self.id = id
        self.policy = policy
        self.line = line
        self.facts = order.map { facts[$0] }
    }

    private static func policy(_ json: JSON) throws -> SLAPolicy {
        let policy: SLAPolicy
        do {
            policy = try JSONDecoder().decode(SLAPolicy.self, from: Data(json.bytes))
        } catch let error as DecodingError {
            throw StoryError("bad policy: \(error.place)")
        }
        let problems = policy.validate(targetSecondsMax: SLAPolicy.targetSecondsMax).filter { problem in
            switch problem.code {
            case .outOfRange, .tooMany: true
            case .empty, .neverPauses, .notAscending: false
            }
        }
        if let problem = problems.first { throw StoryError("bad policy: \(problem)") }
        return policy
    }

    /// Every published version joins the line from the moment it is known.
    private static func line(_ first: CalendarDocument, _ published: [StoryCalendarVersion]) throws -> CalendarLine {
        var versions = [CalendarVersion(id: "0", document: first, effectiveFrom: .distantPast)]
        let initial = try OpenTime(versions: versions)
        var later: [(knownFrom: Instant, openTime: OpenTime)] = []
        for version in published.sorted(by: { $0.knownFrom < $1.knownFrom }) {
            versions.append(
                CalendarVersion(
                    id: String(versions.count),
                    document: version.document,
                    effectiveFrom: version.effectiveFrom
                )
            )
            later.append((version.knownFrom, try OpenTime(versions: versions)))
        }
        return CalendarLine(initial, later: later)
    }
}

/// A calendar published in the course of a story.
struct StoryCalendarVersion {
    let knownFrom: Instant
    let effectiveFrom: Instant
    let document: CalendarDocument
}

extension DecodingError {
    /// What is wrong where, in one line.
    fileprivate var place: String {
        let (text, path): (String, [any CodingKey]) =
            switch self {
            case .keyNotFound(let key, let context): ("missing", context.codingPath + [key])
            case .valueNotFound(_, let context): ("null", context.codingPath)
            case .typeMismatch(_, let context): ("wrong type", context.codingPath)
            case .dataCorrupted(let context): (context.debugDescription, context.codingPath)
            @unknown default: ("unreadable", [])
            }
        return text + " at /" + path.map(\.stringValue).joined(separator: "/")
    }
}

extension CalendarDocument {
    init(story json: JSON) throws {
        do {
            try self.init(json: Data(json.bytes))
        } catch {
            throw StoryError("bad calendar: \(error)")
        }
    }
}
