import Foundation

/// Who and what a score will be credited to, as it stood when the case was resolved (`spec/surveys-reports.md V9`): whoever
/// gets the case later has no part in it. It travels in the `resolved` event, so the log alone tells it.
struct SurveyAttribution: Sendable, Hashable {
    var teamID: UUID?
    var level: Int
    var channel: String
    var category: String
    var tier: String
    /// Everybody with a public reply that stood, in the order of their ids.
    var repliers: [UUID]

    init(of file: CaseFile) {
        teamID = file.ticket.teamID
        level = file.ticket.level
        channel = file.ticket.channel
        category = file.ticket.category
        tier = file.ticket.tier
        repliers = Set(file.standingReplies.compactMap(\.actorID)).sorted { $0.text < $1.text }
    }

    /// Nil for a resolution that holds none: an import's, or one of an older version.
    init?(_ resolved: CaseEvent) throws {
        guard let json = try resolved.body.optionalObject("attribution") else { return nil }
        teamID = try json.optionalUUID("team_id")
        level = Int(try json.integer("level"))
        channel = try json.string("channel")
        category = try json.string("category")
        tier = try json.string("tier")
        repliers = (try json.optionalStrings("repliers") ?? []).compactMap(UUID.init(uuidString:))
    }

    var json: JSON {
        [
            "team_id": teamID.json, "level": level.json, "channel": .string(channel), "category": .string(category),
            "tier": .string(tier), "repliers": .array(repliers.map(\.json)),
        ]
    }
}

extension CaseFile {
    /// Public replies that reached the customer, as far as we know.
    var standingReplies: [CaseEvent] {
        let failed = Set(events.filter { $0.kind == .replyFailed }.compactMap { $0.body["message_id"] })
        return events.filter { event in
            guard event.kind == .replied, let message = event.body["message_id"] else { return false }
            return !failed.contains(message)
        }
    }
}
