import BusinessTime
import Foundation
import Switchyard

/// What people may do where.
enum GrantHandlers {
    static func give(_ call: Call) async throws -> Reply {
        let body = call.body
        let period = try Period(body)
        guard let role = Role(rawValue: try body.string("role")) else { throw DomainError.field("/role", .notInList) }
        let grant = AccessGrant(
            personID: try body.uuid("person_id"),
            tenantID: try body.optionalUUID("tenant_id"),
            role: role,
            level: try body.optionalString("level").flatMap(Level.init(name:))?.rawValue,
            suits: try AccessGrant.Suitability(body),
            from: period.from,
            until: period.until
        )
        return try await call.created { try grant.give(in: $0) }
    }

    static func end(_ call: Call) async throws -> Reply {
        let grant = try call.id("grant")
        try await call.directory { try AccessGrant.end(grant, in: $0) }
        return .empty
    }

    static func view(_ record: GrantRecord) -> JSON {
        let grant = record.grant
        return [
            "id": record.id.json, "tenant_id": grant.tenantID?.json, "tenant": record.tenantSlug.json,
            "role": .string(grant.role.rawValue), "level": grant.level.flatMap(Level.init(rawValue:))?.name.json,
            "skills": .array(grant.suits.skills.map(JSON.string)),
            "languages": .array(grant.suits.languages.map(JSON.string)),
            "clearances": .array(grant.suits.clearances.map(JSON.string)),
            "valid_from": grant.from.map { .string($0.iso8601) },
            "valid_until": grant.until.map { .string($0.iso8601) },
        ]
    }
}

/// From when until when something holds; open where it is not said.
struct Period {
    let from: Instant?
    let until: Instant?

    init(_ body: JSON) throws {
        from = try body.optionalInstant("valid_from")
        until = try body.optionalInstant("valid_until")
    }
}
