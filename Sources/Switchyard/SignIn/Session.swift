package import BusinessTime
package import Foundation
import Postgres

/// Somebody who has signed in. The token refers to this row and to nothing else, so that ending it counts with the next
/// request; a leaver's sessions end with them (`spec/tenancy.md`, sessions).
package struct Session: Sendable {
    /// Without a request for so long it ends.
    package static let idleSeconds: Int64 = 30 * 60
    /// Whatever happens it ends after this long.
    package static let lifeSeconds: Int64 = 12 * 3600
    /// Of one person; the one unused longest makes room.
    package static let liveMax = 20
    /// Ended ones are kept this long, to look back at.
    static let keptSeconds: Int64 = 90 * 86_400

    package let id: UUID
    package let client: Client
    package let openedAt: Instant
    /// Written at most once a minute.
    package let seenAt: Instant
    package let expiresAt: Instant

    /// By what a person knows a session again; sealed where it is stored.
    package struct Client: Sendable, Hashable {
        package static let agentCharactersMax = 200

        package let address: String
        package let agent: String

        package init(address: String, agent: String) {
            self.address = String(address.prefix(45))
            self.agent = String(agent.prefix(Client.agentCharactersMax))
        }

        init(sealed: Bytea, of session: UUID, vault: Vault) throws {
            let json = try JSONParser.parse(vault.open(sealed, as: .sessionClient, row: session), limits: .stored)
            self.init(address: try json.string("address"), agent: try json.string("agent"))
        }

        func sealed(for session: UUID, vault: Vault) throws -> Bytea {
            let json: JSON = ["address": .string(address), "agent": .string(agent)]
            return try vault.seal(json.canonicalBytes, as: .sessionClient, row: session)
        }
    }

    /// Those that live, the one used last first.
    package static func live(of person: UUID, in tx: DirectoryTransaction) throws -> [Session] {
        let vault = tx.deployment.operatorVault
        let rows = try tx.query(
            "SELECT id, client, opened_at, seen_at, expires_at FROM directory.live_sessions(\(person))"
        )
        return try rows.map { row in
            var cursor = row.cursor()
            let id: UUID = try cursor.next()
            return try Session(
                id: id,
                client: Client(sealed: cursor.next(), of: id, vault: vault),
                openedAt: cursor.next(),
                seenAt: cursor.next(),
                expiresAt: cursor.next()
            )
        }
    }

    /// - Throws: `not_found` where the person has no such session, or it has ended.
    package static func end(_ id: UUID, of person: UUID, in tx: DirectoryTransaction) throws {
        let ended: Int64? = try tx.query("SELECT directory.end_sessions(\(person), \(id), \(tx.now))").first?.column(0)
        guard ended == 1 else { throw DomainError.notFound }
        try tx.record(.sessionEnded, subject: id)
    }

    package static func endAll(of person: UUID, in tx: DirectoryTransaction) throws {
        _ = try tx.query("SELECT directory.end_sessions(\(person), NULL, \(tx.now))")
        try tx.record(.sessionsEnded, subject: person)
    }
}

/// A session as it is handed over: the only answer with its token.
package struct OpenedSession: Sendable {
    package let id: UUID
    package let personID: UUID
    package let token: ReferenceToken
    package let expiresAt: Instant
    /// Before it is good for anything else.
    package let lack: SecondFactor.Lack
}
