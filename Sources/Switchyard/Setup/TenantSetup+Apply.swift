package import Foundation
import Postgres

/// A secret of something that a set-up made, shown once.
package struct SetupSecret: Sendable {
    package let pointer: String
    package let item: String
    /// Of the source or key.
    package let id: UUID?
    /// Where a source takes its webhooks.
    package let path: String?
    package let secret: String

    package var json: JSON {
        [
            "pointer": .string(pointer), "item": .string(item), "id": id?.json, "path": path?.json,
            "secret": .string(secret),
        ]
    }
}

/// What an application of a document changed, or would change.
package struct SetupReport: Sendable {
    /// Of the set-up, as it was looked at or left.
    package let tag: String
    package let changes: [SetupChange]
    /// Of an application alone.
    package let secrets: [SetupSecret]

    package func count(_ outcome: SetupChange.Outcome) -> Int { changes.count { $0.outcome == outcome } }

    package var json: JSON {
        var counts: JSONObject = [:]
        for outcome in SetupChange.Outcome.allCases { counts[outcome.rawValue] = count(outcome).json }
        return ["tag": .string(tag), "counts": .object(counts), "items": .array(changes.map(\.json))]
    }
}

extension TenantSetup {
    /// The difference between a document and the server, after a rehearsal of it: nothing is left of that.
    ///
    /// - Throws: everything that is wrong with the document; pointers lead into it.
    package static func plan(_ document: JSON, in tx: TenantTransaction) throws -> SetupReport {
        // What everybody shares is read before anything is rehearsed.
        _ = try tx.settings()
        let server = try load(in: tx)
        let changes = try changes(document, server, in: tx)
        _ = try tx.withoutTrace { try write(changes, in: tx) }
        return SetupReport(tag: server.tag, changes: changes, secrets: [])
    }

    /// All of a document or nothing; the same document again changes nothing.
    ///
    /// - Parameter tag: of the set-up that the caller has seen; nil for whatever it is.
    /// - Throws: `setup_changed`; `permission_missing` with every item that is not the caller's to set; everything that is wrong
    ///   with the document.
    package static func apply(_ document: JSON, expecting tag: String?, in tx: TenantTransaction) throws -> SetupReport
    {
        try Tenant.awaitTurn(in: tx)
        tx.forgetSettings()
        let server = try load(in: tx)
        guard tag == nil || tag == server.tag else { throw DomainError(.conflict, "setup_changed") }
        let changes = try changes(document, server, in: tx)
        let refused = changes.filter { $0.outcome == .notPermitted }
        guard refused.isEmpty else {
            let fields = refused.map { FieldError($0.item.pointer, .notPermitted) }
            throw DomainError(.forbidden, "permission_missing", fields: SetupFault.told(fields))
        }
        let secrets = try write(changes, in: tx)
        return SetupReport(tag: try load(in: tx).tag, changes: changes, secrets: secrets)
    }

    private static func changes(
        _ document: JSON,
        _ server: TenantSetup,
        in tx: TenantTransaction
    ) throws -> [SetupChange] {
        SetupChange.all(try items(document, in: tx), on: server, try tx.callersPermissions())
    }

    private static func write(_ changes: [SetupChange], in tx: TenantTransaction) throws -> [SetupSecret] {
        var faults: [FieldError] = []
        var secrets: [SetupSecret] = []
        for change in changes where change.outcome.isWritten {
            do throws(SetupFault) {
                let secret = try SetupFault.under(change.item.pointer) { try written(change, in: tx) }
                if let secret { secrets.append(secret) }
            } catch {
                faults += try error.fields()
            }
        }
        guard faults.isEmpty else { throw DomainError(.invalid, "validation_failed", fields: SetupFault.told(faults)) }
        return secrets
    }

    /// What the database refuses is refused before the next item.
    private static func written(_ change: SetupChange, in tx: TenantTransaction) throws -> SetupSecret? {
        let secret = try SetupWriting.write(change, in: tx)
        _ = try tx.directory()
        return secret
    }
}
