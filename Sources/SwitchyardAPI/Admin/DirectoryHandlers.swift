import BusinessTime
import Foundation
import Switchyard

/// Tenants, people, teams and grants: the operator's own administration.
enum DirectoryHandlers {
    static func createTenant(_ call: Call) async throws -> Reply {
        let body = call.body
        let slug = try body.string("slug")
        let name = try body.string("name")
        let zone = try body.string("zone")
        let language = try body.string("language")
        let key = try await call.idempotencyKey()
        let answer = try await call.directory { tx in
            try tx.once(key) {
                let tenant = try Tenant.create(slug: slug, name: name, zone: zone, language: language, in: tx)
                return Answer(status: 201, body: view(tenant))
            }
        }
        if let id = try answer.body.optionalUUID("id") {
            try await call.server.database.transaction(id, call.context) { try Tenant.furnish(in: $0) }
        }
        return Reply(answer)
    }

    /// The operator sees all, an agent those of the grants, a tenant's key its own; in the order of their slugs.
    static func listTenants(_ call: Call) async throws -> Reply {
        let limit = try call.limit()
        let actor = call.actor
        let after = call.query["cursor"]
        let page = try await call.directory { try visible(to: actor, after: after, limit: limit, in: $0) }
        let next = page.count == limit ? page.last?.slug : nil
        return .json(["items": .array(page.map(view)), "next_cursor": next.json])
    }

    static func visibleTenants(_ call: Call) async throws -> [Tenant] {
        let actor = call.actor
        return try await call.directory { tx in
            try Tenant.every { try visible(to: actor, after: $0, limit: Tenant.pageMax, in: tx) }
        }
    }

    private static func visible(
        to actor: Actor,
        after slug: String?,
        limit: Int,
        in tx: DirectoryTransaction
    ) throws -> [Tenant] {
        switch actor.kind {
        case .agent: try actor.id.map { try Tenant.granted(to: $0, after: slug, limit: limit, in: tx) } ?? []
        case .operatorAdmin: try Tenant.page(after: slug, limit: limit, in: tx)
        case .tenantAdmin, .intake, .source, .customer, .worker, .importer:
            try actor.tenantID.map { try Tenant.only($0, in: tx) }?.filter { $0.slug > slug ?? "" } ?? []
        }
    }

    private static func view(_ tenant: Tenant) -> JSON {
        [
            "id": tenant.id.json, "slug": .string(tenant.slug), "name": .string(tenant.name),
            "zone": .string(tenant.zone),
            "language": .string(tenant.language), "status": .string(tenant.status),
        ]
    }

    static func addPerson(_ call: Call) async throws -> Reply {
        let profile = PersonProfile(name: try call.body.string("name"), email: try call.body.string("email"))
        let language = try call.body.optionalString("language") ?? "en"
        return try await created(call) { try Person.add(profile, language: language, in: $0) }
    }

    static func removePerson(_ call: Call) async throws -> Reply {
        let person = try call.id("person")
        try await call.directory { try Person.leave(person, in: $0) }
        return .empty
    }

    static func issueAgentKey(_ call: Call) async throws -> Reply {
        let person = try call.id("person")
        let draft = try KeyDraftBody(call.body)
        let key = try await call.idempotencyKey()
        return Reply(
            try await call.directory { tx in
                try tx.once(key) { try draft.issue(kind: .agent, tenant: nil, person: person, in: tx) }
            }
        )
    }

    static func addTeam(_ call: Call) async throws -> Reply {
        let name = try call.body.string("name")
        return try await created(call) { try Team.add(name: name, in: $0) }
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

    static func setDesk(_ call: Call) async throws -> Reply {
        guard let level = Level(name: call.parameters["level"] ?? ""), level > .l0 else { throw DomainError.notFound }
        let team = try call.body.uuid("team_id")
        try await call.tenant { try Team.setDesk(level: level.rawValue, team: team, in: $0) }
        return .empty
    }

    static func grant(_ call: Call) async throws -> Reply {
        let period = try Period(call.body)
        guard let role = AccessGrant.Role(rawValue: try call.body.string("role")),
            let level = Level(name: try call.body.string("level"))
        else { throw DomainError.notFound }
        let grant = AccessGrant(
            personID: try call.body.uuid("person_id"),
            tenantID: try call.body.uuid("tenant_id"),
            role: role,
            level: level.rawValue,
            from: period.from,
            until: period.until
        )
        return try await created(call) { try grant.give(in: $0) }
    }

    static func endGrant(_ call: Call) async throws -> Reply {
        let grant = try call.id("grant")
        try await call.directory { try AccessGrant.end(grant, in: $0) }
        return .empty
    }

    private static func created(
        _ call: Call,
        _ make: @escaping @Sendable (DirectoryTransaction) throws -> UUID
    ) async throws -> Reply {
        let key = try await call.idempotencyKey()
        return Reply(
            try await call.directory { tx in
                try tx.once(key) { Answer(status: 201, body: ["id": try make(tx).json]) }
            }
        )
    }
}

private struct Period {
    let from: Instant?
    let until: Instant?

    init(_ body: JSON) throws {
        from = try body.optionalInstant("valid_from")
        until = try body.optionalInstant("valid_until")
    }
}
