import BusinessTime
package import Foundation

/// `switchyardctl calendar check`: what a calendar really means, asked case by case (`spec/sla.md`, Documents).
///
/// One line of JSON per case, in order. A case that cannot be answered says why, and the others still answer; a bad
/// calendar matters only to the cases that name it. Publishing limits (T1's year, T6's refusal) do not apply.
package enum CalendarCheck {
    /// Bytes of one input.
    package static let inputBytesMax = 64 << 20
    /// Pauses of one case.
    package static let pausesMax = 10_000

    package static func run(_ input: Data) -> [String] {
        guard input.count <= inputBytesMax else {
            return [failure(id: .none, "input over \(inputBytesMax) bytes")]
        }
        do {
            let request = try JSONDecoder().decode(CalendarCheckRequest.self, from: input)
            var lines = AnswerLines(documents: request.calendars ?? [:])
            return request.cases.map { answer($0, &lines) }
        } catch {
            return [failure(id: .none, CalendarCheckProblem(error).text)]
        }
    }

    private static func answer(_ entry: CalendarCheckEntry, _ lines: inout AnswerLines) -> String {
        do {
            let query = try entry.query.get()
            let line = try lines.line(named: query.calendar)
            try requireCalculable(query, line)
            return "{\"id\":\(json(entry.id))," + body(query, line) + "}"
        } catch {
            return failure(id: entry.id, CalendarCheckProblem(error).text)
        }
    }

    private static func body(_ query: CalendarQuery, _ line: AnswerLine) -> String {
        switch query.question {
        case .due(let start, let targetSeconds):
            let deadline = line.openTime.deadline(start: start, pauses: query.pauses, targetSeconds: targetSeconds)
            let breach = deadline.flatMap { $0.canBreach ? $0.breachAt : nil }
            return "\"due_at\":\(quoted(deadline?.dueAt.iso8601)),\"breach_at\":\(quoted(breach?.iso8601))"
        case .elapsed(let from, let to):
            let open = line.openTime.elapsed(from: from, to: to, without: query.pauses)
            return "\"elapsed_seconds\":\(open / Instant.microsecondsPerSecond)"
        case .segments(let from, let to):
            let segments = line.openTime.segments(from: from, to: to).map {
                "[\(quoted($0.lowerBound.iso8601)),\(quoted($0.upperBound.iso8601))]"
            }
            return "\"segments\":[\(segments.joined(separator: ","))]"
        }
    }

    private static func requireCalculable(_ query: CalendarQuery, _ line: AnswerLine) throws {
        guard !line.isAlwaysOpen else { return }
        let range = OpenTime.calculableRange
        for instant in query.instants where !range.contains(instant) {
            throw CalendarCheckProblem(
                "\(instant) is outside \(range.lowerBound) to \(range.upperBound), for which zones are calculated"
            )
        }
    }

    private static func failure(id: CalendarCheckID, _ text: String) -> String {
        "{\"id\":\(json(id)),\"error\":\(quoted(text))}"
    }

    private static func json(_ id: CalendarCheckID) -> String {
        switch id {
        case .text(let text): quoted(text)
        case .number(let number): String(number)
        case .none: "null"
        }
    }

    /// JSON text of a string, `null` for none.
    private static func quoted(_ text: String?) -> String {
        guard let text else { return "null" }
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

/// A calendar compiled for the cases that use it.
private struct AnswerLine {
    let openTime: OpenTime
    let isAlwaysOpen: Bool
}

/// Compiles each calendar once, when the first case asks for it.
private struct AnswerLines {
    let documents: [String: CalendarCheckDocument]
    private var compiled: [String: AnswerLine] = [:]

    init(documents: [String: CalendarCheckDocument]) {
        self.documents = documents
    }

    mutating func line(named name: String) throws -> AnswerLine {
        if let known = compiled[name] { return known }
        guard let entry = documents[name] else { throw CalendarCheckProblem("unknown calendar \(name)") }
        let document = try entry.document.get()
        let line = AnswerLine(openTime: try OpenTime(document: document), isAlwaysOpen: document.alwaysOpen)
        compiled[name] = line
        return line
    }
}
