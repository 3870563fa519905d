import Foundation
import Postgres

extension Intake {
    /// What a tenant knows of a request before it is taken in.
    struct Known {
        var customer: Customer?
        /// The case that its thread goes on in.
        var target: UUID?
        /// What the first request under its key was answered.
        var answer: Answer?
    }

    /// One look for all of it: to begin and end a statement costs the server more than the look, and to join costs it more
    /// than a value. Only who may have been answered before asks once more.
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
            SELECT EXISTS (SELECT FROM switchyard.receipt r WHERE r.tenant_id = \(tenant) AND r.key = \(key?.text)),
                \(IdempotencyKey.takeTurn(at: key?.place(of: tenant))),
                (SELECT k.id FROM switchyard.ticket k WHERE k.tenant_id = \(tenant) AND k.thread = \(request.thread)),
                \(Customer.columns)
            FROM (SELECT) request
            LEFT JOIN switchyard.customer c ON c.tenant_id = \(tenant) AND c.external_hash = \(externalHash)
            """,
            "known of a request"
        )
        var known = Known()
        guard let row = rows.first else { return known }
        var cursor = row.cursor()
        let isAnswered: Bool = try cursor.next()
        let isTurn: Bool? = try cursor.next()
        if let key, isAnswered || isTurn == false {
            known.answer = try Receipt.answer(tx.read(Receipt.find(key, tenant: tenant))[1], key: key, in: tx)
        }
        known.target = try cursor.next()
        if try row.column(3, as: UUID?.self) != nil { known.customer = try Customer(from: &cursor, vault: tx.vault()) }
        return known
    }
}
