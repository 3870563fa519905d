import BusinessTime

/// `switchyardctl sla replay`: stories run through the same fold that the database path uses (`spec/sla.md`, Documents).
package enum SLAReplay {
    private static let limits = JSONLimits(bytesMax: 64 << 20, depthMax: 32, valuesMax: 5_000_000)

    /// One line of JSON per scenario, in order; a bad calendar or story answers for itself only.
    package static func run(_ input: String) -> [String] {
        let document: JSON
        do {
            document = try JSONParser.parse(input, limits: limits)
        } catch {
            return [failure(id: .null, "not a JSON document: \(error)")]
        }
        guard case .array(let scenarios) = document["scenarios"] ?? .null else {
            return [failure(id: .null, "no list of scenarios")]
        }
        var shelf = CalendarShelf(documents: document["calendars"] ?? .null)
        return scenarios.map { scenario in
            do {
                return try answer(Story(scenario, shelf: &shelf))
            } catch {
                return failure(id: scenario["id"] ?? .null, "\(error)")
            }
        }
    }

    private static func answer(_ story: Story) -> String {
        var run = StoryRun(story)
        for fact in story.facts {
            run.learn(fact)
        }
        return run.report().serialized()
    }

    private static func failure(id: JSON, _ text: String) -> String {
        JSON.object(["id": id, "error": .string(text)]).serialized()
    }
}

/// Why a story cannot be told.
struct StoryError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// The document's calendars, each compiled when a scenario first names it.
struct CalendarShelf {
    private let documents: JSON
    private var compiled: [String: CalendarDocument] = [:]

    init(documents: JSON) {
        self.documents = documents
    }

    mutating func document(_ name: String) throws -> CalendarDocument {
        if let known = compiled[name] { return known }
        guard let json = documents[name] else { throw StoryError("no calendar \"\(name)\"") }
        let document = try CalendarDocument(story: json)
        compiled[name] = document
        return document
    }
}
