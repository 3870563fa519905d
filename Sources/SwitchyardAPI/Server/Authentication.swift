package import Foundation
import Postgres
package import Switchyard
import Synchronization

/// Whose key or session is it? Answers are remembered for seconds only, and every transaction asks the database again whether
/// the credential is still good, so a withdrawn one ends with the next request.
package final class Authentication: Sendable {
    package static let rememberedMax = 10_000
    private static let rememberedSeconds: TimeInterval = 5
    private static let scheme = "bearer "

    private let remembered = Mutex<[Bytea: (actor: Actor, until: Date)]>([:])

    package init() {}

    package func actor(of header: String?, database: Database) async throws -> Actor {
        guard let header, header.prefix(Authentication.scheme.count).lowercased() == Authentication.scheme else {
            throw DomainError.unauthenticated
        }
        let text = String(header.dropFirst(Authentication.scheme.count))
        // Whoever is remembered has shown a whole credential: its parts are looked at once.
        let hash = BearerCredential.hash(of: text)
        if let known = recall(hash) { return known }
        guard let credential = BearerCredential(text) else { throw DomainError.unauthenticated }
        let deployment = database.deployment
        let found = try await database.onConnection { try deployment.authenticate(credential, on: $0) }
        guard let found else { throw DomainError.unauthenticated }
        remember(hash, found)
        return found
    }

    private func recall(_ hash: Bytea) -> Actor? {
        remembered.withLock { entries in entries[hash].flatMap { $0.until > Date() ? $0.actor : nil } }
    }

    private func remember(_ hash: Bytea, _ actor: Actor) {
        remembered.withLock { entries in
            if entries.count >= Authentication.rememberedMax { entries.removeAll() }
            entries[hash] = (actor, Date().addingTimeInterval(Authentication.rememberedSeconds))
        }
    }
}

/// Tenants by slug. A slug never changes and is never given again, so what was found stays true.
package final class TenantNames: Sendable {
    package static let rememberedMax = 10_000
    private let remembered = Mutex<[String: UUID]>([:])

    package init() {}

    /// Nil when there is no such tenant; the caller answers as for any absent thing.
    package func tenant(_ name: String, actor: Actor, database: Database, request: RequestContext) async throws -> UUID?
    {
        if name == "self" { return actor.tenantID }
        if let known = remembered.withLock({ $0[name] }) { return known }
        if let id = UUID(uuidString: name) { return id }
        guard StringFormat.slug.matches(name) else { return nil }
        guard let found = try await database.directory(request, { try Tenant.find(name, in: $0) }) else { return nil }
        remembered.withLock { entries in
            if entries.count >= TenantNames.rememberedMax { entries.removeAll() }
            entries[name] = found
        }
        return found
    }
}
