import Foundation
import Postgres

extension Intake {
    /// What a tenant knows of a request before it is taken in.
    struct Known {
        let customer: Customer?
        /// The case that its thread goes on in.
        let target: UUID?
        /// What the first request under its key was answered.
        let answer: Answer?
    }

    /// One look for all of it, because to begin and end a statement costs the server more than the look.
    ///
    /// The look and the key's turn are one statement, so another request may have ended between them unseen. The receipt's
    /// primary key refuses the second of the two, and its second run finds the answer.
    ///
    /// - Throws: `request_under_way`, when another request under the key takes more than two seconds.
    static func known(
        of request: IntakeRequest,
        externalHash: Bytea,
        key: IdempotencyKey?,
        in tx: TenantTransaction
    ) throws -> Known {
        let tenant = tx.tenantID
        let rows = try tx.query(
            """
            SELECT k.id, \(IdempotencyKey.takeTurn(at: key?.place(of: tenant))), \(Receipt.columns), \(Customer.columns)
            FROM (SELECT) request
            LEFT JOIN switchyard.customer c ON c.tenant_id = \(tenant) AND c.external_hash = \(externalHash)
            LEFT JOIN switchyard.ticket k ON k.tenant_id = \(tenant) AND k.thread = \(request.thread)
            LEFT JOIN switchyard.receipt r ON r.tenant_id = \(tenant) AND r.key = \(key?.text)
            """,
            "known of a request"
        )
        guard var cursor = rows.first?.cursor() else { throw StoredValueUnknown() }
        let target: UUID? = try cursor.next()
        let isTurn: Bool? = try cursor.next()
        var answer = try Receipt.answer(from: &cursor, key: key, in: tx)
        if let key, isTurn == false {
            answer = try Receipt.answer(tx.read(Receipt.find(key, tenant: tenant))[1], key: key, in: tx)
        }
        var peek = cursor
        let isKnown = try peek.next(UUID?.self) != nil
        return Known(
            customer: isKnown ? try Customer(from: &cursor, vault: tx.vault()) : nil,
            target: target,
            answer: answer
        )
    }
}
