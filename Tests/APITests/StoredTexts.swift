import Foundation
import Postgres
import Switchyard
import TestSupport

/// Everything that the tables hold of one tenant, as text: rows as they are, and what is sealed opened.
struct StoredTexts {
    private struct SealedColumn {
        let table: String
        let column: String
        let field: SealedField
        var row = "id"
    }

    /// A receipt is bound to its key: the first half of the hash, as an id.
    private static let keyHash = "left(encode(sha256(convert_to(key, 'UTF8')), 'hex'), 32)::uuid"

    /// Every sealed column behind the wall; `row` is the column that its ciphertext is bound to.
    private static let sealed = [
        SealedColumn(table: "customer", column: "profile", field: .customerProfile),
        SealedColumn(table: "ticket", column: "subject", field: .ticketSubject),
        SealedColumn(table: "ticket", column: "attributes", field: .ticketAttributes),
        SealedColumn(table: "message", column: "body", field: .messageBody),
        SealedColumn(table: "event", column: "body", field: .eventBody),
        SealedColumn(table: "receipt", column: "answer", field: .receiptAnswer, row: keyHash),
        SealedColumn(table: "receipt", column: "payload", field: .receiptPayload, row: keyHash),
        SealedColumn(table: "delivery", column: "body", field: .deliveryBody),
        SealedColumn(table: "endpoint", column: "sealed", field: .endpoint),
        SealedColumn(table: "solution", column: "body", field: .solution),
    ]

    /// `table: text` of every value.
    let texts: [String]

    init(of fixture: TenantFixture) throws {
        let vault = try fixture.transaction(as: fixture.tenantAdmin.actor) { try $0.vault() }
        texts = try fixture.asAdmin { connection in
            try StoredTexts.rows(of: fixture.tenantID, connection)
                + StoredTexts.opened(of: fixture.tenantID, vault, connection)
        }
    }

    private static func rows(of tenant: UUID, _ connection: Connection) throws -> [String] {
        let tables = try connection.query(
            """
            SELECT c.relname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
            WHERE c.relnamespace = 'switchyard'::regnamespace AND c.relkind = 'r' ORDER BY 1
            """
        )
        return try tables.flatMap { row -> [String] in
            let table: String = try row.column(0)
            // A name from the catalogue.
            let rows = try connection.query(
                "SELECT t::text FROM switchyard.\(unsafeSQL: table) t WHERE tenant_id = \(tenant)"
            )
            return try rows.map { "\(table): " + (try $0.column(0)) }
        }
    }

    private static func opened(of tenant: UUID, _ vault: Vault, _ connection: Connection) throws -> [String] {
        try sealed.flatMap { sealed -> [String] in
            // Names from the list above.
            let rows = try connection.query(
                """
                SELECT \(unsafeSQL: sealed.row), \(unsafeSQL: sealed.column) FROM switchyard.\(unsafeSQL: sealed.table)
                WHERE tenant_id = \(tenant) AND \(unsafeSQL: sealed.column) IS NOT NULL
                """
            )
            return try rows.map { row in
                var cursor = row.cursor()
                let id: UUID = try cursor.next()
                let bytes: Bytea = try cursor.next()
                guard let plain = try? vault.open(bytes, as: sealed.field, row: id) else {
                    throw StoredTextClosed(column: "\(sealed.table).\(sealed.column)")
                }
                return "\(sealed.table).\(sealed.column): " + String(decoding: plain, as: UTF8.self)
            }
        }
    }

    /// Places where the words are found, in clear, in hexadecimal, or whatever the case.
    func places(of needle: String) -> [String] {
        let hex = needle.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return texts.filter { $0.localizedCaseInsensitiveContains(needle) || $0.contains(hex) }
            .map { String($0.prefix { $0 != ":" }) }
    }
}

/// A sealed value that does not open as the list above says it was sealed.
struct StoredTextClosed: Error {
    let column: String
}
