import BusinessTime
import Foundation
import Switchyard

/// The client exchanges of the operator.
enum DirectoryHandlers {
    static func createTenant(_ call: Call) async throws -> Reply {
        let body = call.body
        let slug = try body.string("slug")
        let name = try body.string("name")
        let zone = try body.string("zone")
        let language = try body.string("language")
        let sandbox = try body.optionalBool("sandbox") ?? false
        let key = try await call.idempotencyKey()
        let answer = try await call.directory { tx in
            try tx.once(key) {
                let tenant = try Tenant.create(
                    slug: slug,
                    name: name,
                    zone: zone,
                    language: language,
                    sandbox: sandbox,
                    in: tx
                )
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
        guard after.map(StringFormat.slug.matches) ?? true else { throw RequestError.badParameter("cursor") }
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
            "language": .string(tenant.language), "status": .string(tenant.status.rawValue),
            "sandbox": .bool(tenant.sandbox),
        ]
    }
}
