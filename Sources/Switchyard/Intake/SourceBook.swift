import Foundation
package import Postgres
import Synchronization

/// Sources that this process has met, by address. A remembered one may be behind the database: the transaction it opens
/// compares its revision (`enter_tenant`), and a signature it refuses is checked again with a fresh copy.
package final class SourceBook: Sendable {
    package static let sourcesMax = 10_000
    private let entries = Mutex<[String: Source]>([:])

    package init() {}

    package func remembered(_ address: String) -> Source? { entries.withLock { $0[address] } }

    func remember(_ source: Source, at address: String) {
        entries.withLock { entries in
            if entries.count >= SourceBook.sourcesMax, entries[address] == nil { entries.removeAll() }
            entries[address] = source
        }
    }

    func forget(_ address: String) {
        entries.withLock { _ = $0.removeValue(forKey: address) }
    }
}

/// The source was disabled, or its secrets changed, since it was read: look again.
package struct SourceChanged: Error, Sendable {
    package init() {}
}

extension Deployment {
    /// Whose address is this, as the database has it now? Nil for unknown and disabled ones alike.
    package func source(at address: String, on connection: Connection) throws -> Source? {
        let rows = try connection.query(
            "SELECT id, tenant_id, revision, sealed FROM directory.source_by_address(\(address))"
        )
        guard let row = rows.first else {
            sources.forget(address)
            return nil
        }
        var cursor = row.cursor()
        let source = try Source(from: &cursor, vault: operatorVault)
        sources.remember(source, at: address)
        return source
    }
}

extension Source {
    init(from cursor: inout RowCursor, vault: Vault) throws {
        let id = try cursor.next(UUID.self)
        self.id = id
        tenantID = try cursor.next()
        revision = try cursor.next()
        secrets = try cursor.next([Bytea].self).compactMap { sealed in
            WebhookSecret(text: try vault.openText(sealed, as: .sourceSecret, row: id))
        }
    }
}
