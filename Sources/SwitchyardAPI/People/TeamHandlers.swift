import Foundation
import Switchyard

/// Teams, who serves on them, and whose desks they hold.
enum TeamHandlers {
    static func list(_ call: Call) async throws -> Reply {
        let limit = try call.limit()
        let after = try call.uuidParameter("cursor")
        let teams = try await call.directory { try TeamRecord.page(after: after, limit: limit, in: $0) }
        let next = teams.count > limit ? teams[limit - 1].id : nil
        return .json(["items": .array(teams.prefix(limit).map(view)), "next_cursor": next.json])
    }

    static func add(_ call: Call) async throws -> Reply {
        let name = try call.body.string("name")
        return try await call.created { try Team.add(name: name, in: $0) }
    }

    static func addMember(_ call: Call) async throws -> Reply {
        let team = try call.id("team")
        let person = try call.id("person")
        let period = try Period(call.body)
        try await call.directory { tx in
            try Team.addMember(person, to: team, from: period.from, until: period.until, in: tx)
        }
        return .empty
    }

    static func removeMember(_ call: Call) async throws -> Reply {
        let team = try call.id("team")
        let person = try call.id("person")
        try await call.directory { try Team.removeMember(person, from: team, in: $0) }
        return .empty
    }

    static func setDesk(_ call: Call) async throws -> Reply {
        guard let level = Level(name: call.parameters["level"] ?? ""), level > .l0 else { throw DomainError.notFound }
        let team = try call.body.uuid("team_id")
        try await call.tenant { try Team.setDesk(level: level.rawValue, team: team, in: $0) }
        return .empty
    }

    static func view(_ team: TeamRecord) -> JSON {
        ["id": team.id.json, "name": .string(team.name), "members": team.members.json]
    }
}
