import BusinessTime
import Foundation

/// What `CalendarCheck` reads; calendars and cases keep their own failure, so that one cannot spoil another.
struct CalendarCheckRequest: Decodable {
    let calendars: [String: CalendarCheckDocument]?
    let cases: [CalendarCheckEntry]
}

struct CalendarCheckDocument: Decodable {
    let document: Result<CalendarDocument, any Error>

    init(from decoder: any Decoder) {
        document = Result { try CalendarDocument(from: decoder) }
    }
}

struct CalendarCheckEntry: Decodable {
    private enum Key: String, CodingKey {
        case id
    }

    let id: CalendarCheckID
    let query: Result<CalendarQuery, any Error>

    init(from decoder: any Decoder) {
        let container = try? decoder.container(keyedBy: Key.self)
        if let text = try? container?.decode(String.self, forKey: .id) {
            id = .text(text)
        } else if let number = try? container?.decode(Int.self, forKey: .id) {
            id = .number(number)
        } else {
            id = .none
        }
        query = Result { try CalendarQuery(from: decoder) }
    }
}

/// What names a case in the answer, as it was given.
enum CalendarCheckID {
    case text(String)
    case number(Int)
    case none
}

/// One question about one calendar.
struct CalendarQuery: Decodable {
    enum Kind: String, CaseIterable {
        case due
        case elapsed
        case segments
    }

    enum Question {
        case due(start: Instant, targetSeconds: Int64)
        case elapsed(from: Instant, to: Instant)
        case segments(from: Instant, to: Instant)
    }

    private enum Key: String, CodingKey {
        case kind
        case calendar
        case start
        case targetSeconds = "target_seconds"
        case from
        case to
        case pauses
    }

    let calendar: String
    let question: Question
    let pauses: [Range<Instant>]

    /// All instants named, for the check of the range.
    var instants: [Instant] {
        let bounds = pauses.flatMap { [$0.lowerBound, $0.upperBound] }
        switch question {
        case .due(let start, _): return [start] + bounds
        case .elapsed(let from, let to), .segments(let from, let to): return [from, to] + bounds
        }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let name = try container.decode(String.self, forKey: .kind)
        guard let kind = Kind(rawValue: name) else { throw CalendarCheckProblem("unknown kind \(name)") }
        calendar = try container.decode(String.self, forKey: .calendar)
        pauses = try Self.pauses(container.decodeIfPresent([[Instant]].self, forKey: .pauses) ?? [])
        switch kind {
        case .due:
            question = try Self.due(container)
        case .elapsed:
            let range = try Self.range(container)
            question = .elapsed(from: range.lowerBound, to: range.upperBound)
        case .segments:
            let range = try Self.range(container)
            question = .segments(from: range.lowerBound, to: range.upperBound)
        }
    }

    private static func due(_ container: KeyedDecodingContainer<Key>) throws -> Question {
        let target = try? container.decode(Int64.self, forKey: .targetSeconds)
        guard let target, (1...OpenTime.targetSecondsMax).contains(target) else {
            throw CalendarCheckProblem("target_seconds must be a whole number, 1 to \(OpenTime.targetSecondsMax)")
        }
        return .due(start: try container.decode(Instant.self, forKey: .start), targetSeconds: target)
    }

    private static func range(_ container: KeyedDecodingContainer<Key>) throws -> Range<Instant> {
        let from = try container.decode(Instant.self, forKey: .from)
        let to = try container.decode(Instant.self, forKey: .to)
        guard from <= to else { throw CalendarCheckProblem("to is before from") }
        return from..<to
    }

    private static func pauses(_ pairs: [[Instant]]) throws -> [Range<Instant>] {
        guard pairs.count <= CalendarCheck.pausesMax else {
            throw CalendarCheckProblem("over \(CalendarCheck.pausesMax) pauses")
        }
        return try pairs.enumerated().map { index, pair in
            guard pair.count == 2, pair[0] <= pair[1] else {
                throw CalendarCheckProblem("pauses[\(index)] must be [from, to] with from not after to")
            }
            return pair[0]..<pair[1]
        }
    }
}

/// Why a case has no answer, in one sentence.
struct CalendarCheckProblem: Error {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    init(_ error: any Error) {
        switch error {
        case let problem as CalendarCheckProblem: self = problem
        case let error as CalendarError: text = error.description
        case let error as DecodingError: text = Self.text(of: error)
        default: text = "\(error)"
        }
    }

    private static func text(of error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context): "missing \(path(context, then: key))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            "\(context.debugDescription) at \(path(context, then: nil))"
        @unknown default: "\(error)"
        }
    }

    private static func path(_ context: DecodingError.Context, then key: (any CodingKey)?) -> String {
        let keys = context.codingPath + [key].compactMap { $0 }
        return "/" + keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: "/")
    }
}
