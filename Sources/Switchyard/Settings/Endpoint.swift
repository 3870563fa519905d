package import Foundation
import Postgres

/// Where a tenant wants to be told, as a signed webhook.
package struct Endpoint: Sendable {
    package enum Purpose: String, CaseIterable, Sendable {
        /// Agents' answers, back to the exchange.
        case reply
        /// Warnings, breaches and escalations.
        case notice
    }

    package static let schema: Schema = .named("Endpoint", .object([.required("url", .format(.url))]))

    package let id: UUID
    package let purpose: Purpose
    package let url: String
    package let secret: WebhookSecret

    init(from row: Row, vault: Vault) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        guard let purpose = Purpose(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.purpose = purpose
        let plain = try vault.open(cursor.next(), as: .endpoint, row: id)
        let document = try JSONParser.parse(plain, limits: .stored)
        url = try document.string("url")
        guard let secret = WebhookSecret(text: try document.string("secret")) else { throw VaultError.cannotOpen }
        self.secret = secret
    }
}

extension JSONLimits {
    /// What we wrote ourselves: no smaller than anything the API lets in.
    static let stored = JSONLimits(bytesMax: 2_097_152, depthMax: 64, valuesMax: 200_000)
}
