package import Foundation
import Postgres

/// Somebody at the client who may be told about cases, without what customers wrote. Name and address are sealed.
package struct ClientContact: Sendable {
    package enum Purpose: String, CaseIterable, Sendable {
        /// The ladder's last rung, where the contract says so (`spec/sla.md E3`).
        case escalation
        /// Suspected theft and the like, at once (`spec/sla.md E6`).
        case security
    }

    package let id: UUID
    package let purpose: Purpose
    package let name: String
    package let email: String
    package let language: String

    package static let schema: Schema = .named(
        "ClientContact",
        .object([
            .required("name", .text(1...200)), .required("email", .format(.email)),
            .optional("language", .format(.language), "Of what they are sent; default the tenant's."),
        ])
    )

    init(from row: Row, vault: Vault) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        guard let purpose = Purpose(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.purpose = purpose
        let document = try JSONParser.parse(vault.open(cursor.next(), as: .clientContact, row: id), limits: .stored)
        name = try document.string("name")
        email = try document.string("email")
        language = try document.string("language")
    }

    /// Puts somebody in the place of whoever was there.
    package static func set(_ purpose: Purpose, _ body: JSON, in tx: TenantTransaction) throws {
        try remove(purpose, in: tx)
        let id = try tx.newID()
        let document: JSON = [
            "name": try body.string("name").json, "email": try body.string("email").json,
            "language": try (body.optionalString("language") ?? tx.settings().language).json,
        ]
        let sealed = try tx.seal(document.canonicalBytes, as: .clientContact, row: id)
        tx.write(
            "insert client contact",
            """
            INSERT INTO switchyard.client_contact (tenant_id, purpose, id, sealed, created_at)
            VALUES (\(tx.tenantID), \(purpose.rawValue), \(id), \(sealed), \(try tx.now))
            """
        )
        try tx.recordSettings(.contactSet, subject: id)
    }

    /// Whoever is gone gets nothing more, also of what is on its way.
    package static func end(_ purpose: Purpose, in tx: TenantTransaction) throws {
        guard let contact = try tx.settings().escalation.contacts[purpose] else { throw DomainError.notFound }
        try remove(purpose, in: tx)
        try tx.recordSettings(.contactSet, subject: contact.id)
    }

    private static func remove(_ purpose: Purpose, in tx: TenantTransaction) throws {
        tx.write(
            "remove client contact",
            "DELETE FROM switchyard.client_contact WHERE tenant_id = \(tx.tenantID) AND purpose = \(purpose.rawValue)"
        )
    }
}
