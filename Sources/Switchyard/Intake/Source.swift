package import BusinessTime
package import Foundation
import Postgres

/// An address at which an exchange's own systems hand in requests, signed by Standard Webhooks.
package struct Source: Sendable {
    package let id: UUID
    package let tenantID: UUID
    /// Raised by every change of it or its secrets; the ETag.
    package let revision: Int64
    package let secrets: [WebhookSecret]

    /// Random bytes of an address: it is no secret, but nobody should guess one.
    static let addressBytes = 15
    package static let rejectionsPageMax = 100

    /// Looked at once a minute; and no receipt is kept for longer than a month.
    package static let silentMinutes: ClosedRange<Int64> = 5...43_200

    package static let schema: Schema = .named(
        "NewSource",
        .object([
            .required("name", .text(1...100)),
            .optional(
                "silent_after_minutes",
                .integer(silentMinutes),
                nullable: true,
                "Raise an alarm when nothing was accepted for so many minutes of the default calendar's open time; null for never."
            ),
        ])
    )

    /// Where an address takes webhooks.
    package static func path(_ address: String) -> String { "/v1/hooks/\(address)" }

    package static func add(
        name: String,
        silentAfterMinutes: Int64? = nil,
        tenant: UUID,
        in tx: DirectoryTransaction
    ) throws -> (id: UUID, address: String, secret: WebhookSecret) {
        let id = tx.newID()
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<addressBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let address = String(decoding: CrockfordBase32.encoded(bytes), as: UTF8.self).lowercased()
        let secret = WebhookSecret.generate()
        _ = try tx.execute(
            """
            INSERT INTO directory.source (id, tenant_id, address, name, status, created_at, silent_after_minutes)
            VALUES (\(id), \(tenant), \(address), \(name), 'active', \(tx.now), \(silentAfterMinutes.map(Int32.init(clamping:))))
            """
        )
        try rotate(id, to: secret, in: tx)
        try tx.record(.sourceAdded, subject: id, tenant: tenant)
        return (id, address, secret)
    }

    /// A fresh secret; the one before stays good beside it until the next rotation.
    package static func rotateSecret(_ id: UUID, of tenant: UUID, in tx: DirectoryTransaction) throws -> WebhookSecret {
        let known = try tx.query("SELECT 1 FROM directory.source WHERE id = \(id) AND tenant_id = \(tenant)")
        guard !known.isEmpty else { throw DomainError.notFound }
        let secret = WebhookSecret.generate()
        try rotate(id, to: secret, in: tx)
        try tx.record(.sourceSecretRotated, subject: id, tenant: tenant)
        return secret
    }

    private static func rotate(_ id: UUID, to secret: WebhookSecret, in tx: DirectoryTransaction) throws {
        let sealed = try tx.deployment.operatorVault.seal(secret.text, as: .sourceSecret, row: id)
        _ = try tx.query("SELECT directory.rotate_source_secret(\(id), \(sealed))")
    }
}

/// A webhook that was refused: enough to debug a sender's signature, nothing of what it sent.
package struct SourceRejection: Sendable {
    package let sourceID: UUID
    package let reason: String
    package let skewSeconds: Int64?
    package let bodySHA256: [UInt8]
    package let recordedAt: Instant

    package init(
        sourceID: UUID,
        reason: String,
        skewSeconds: Int64?,
        bodySHA256: [UInt8],
        recordedAt: Instant = .distantPast
    ) {
        self.sourceID = sourceID
        self.reason = reason
        self.skewSeconds = skewSeconds
        self.bodySHA256 = bodySHA256
        self.recordedAt = recordedAt
    }

    package func record(in tx: TenantTransaction) throws {
        tx.write(
            "record rejection",
            """
            INSERT INTO switchyard.source_rejection (tenant_id, id, source_id, reason, skew_seconds, body_sha256, recorded_at)
            VALUES (\(tx.tenantID), \(try tx.newID()), \(sourceID), \(reason), \(skewSeconds), \(Bytea(bodySHA256)), \(try tx.now))
            """
        )
    }

    /// Newest first; `before` is the last one of the page before.
    package static func page(
        of source: UUID,
        before: (at: Instant, id: UUID)?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [(id: UUID, rejection: SourceRejection)] {
        let known = try tx.query(
            "SELECT 1 FROM directory.source WHERE id = \(source) AND tenant_id = \(tx.tenantID)",
            "source"
        )
        guard !known.isEmpty else { throw DomainError.notFound }
        let edge: SQL = before.map { "AND (recorded_at, id) < (\($0.at), \($0.id))" } ?? ""
        let rows = try tx.query(
            """
            SELECT id, source_id, reason, skew_seconds, body_sha256, recorded_at FROM switchyard.source_rejection
            WHERE tenant_id = \(tx.tenantID) AND source_id = \(source) \(edge)
            ORDER BY recorded_at DESC, id DESC LIMIT \(min(limit, Source.rejectionsPageMax))
            """,
            "rejections"
        )
        return try rows.map { row in
            var cursor = row.cursor()
            let id: UUID = try cursor.next()
            let rejection = try SourceRejection(
                sourceID: cursor.next(),
                reason: cursor.next(),
                skewSeconds: cursor.next(),
                bodySHA256: cursor.next(Bytea.self).bytes,
                recordedAt: cursor.next()
            )
            return (id, rejection)
        }
    }
}
