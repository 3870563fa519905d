import BusinessTime
package import Foundation
import Postgres

/// Taking in a customer's request: the same one once, a follow-up on its case, anything else a new case.
package enum Intake {
    /// Stores the request and answers; `key` makes the same request again answer the same.
    package static func receive(
        _ request: IntakeRequest,
        source: UUID? = nil,
        key: IdempotencyKey?,
        status: Int = 201,
        in tx: TenantTransaction
    ) throws -> Answer {
        let vault = try tx.vault()
        let externalHash = vault.lookup(.customerExternalID, request.customer.profile.externalID)
        var reads: [(name: StaticString, sql: SQL)] = [
            ("customer by id of the exchange", Customer.byExternalHash(externalHash, tenant: tx.tenantID))
        ]
        if let thread = request.thread {
            reads.append(("case of the thread", caseOfThread(thread, tenant: tx.tenantID)))
        }
        if let key { reads += Receipt.find(key, tenant: tx.tenantID) }
        let answers = try tx.read(reads)
        if let key, let rows = answers.last, let first = try Receipt.answer(rows, key: key, in: tx) { return first }
        try tx.requireOpenIntake()

        let known = try answers[0].first.map { try Customer(from: $0, vault: vault) }
        let target: UUID? = request.thread == nil ? nil : try answers[1].first?.column(0)
        let customer = try Customer.upsert(request.customer, known: known, externalHash: externalHash, in: tx)
        let outcome = try place(request, of: customer, on: target, source: source, in: tx)
        let answer = Answer(status: status, body: outcome.json)
        if let key { try Receipt.keep(answer, payload: request.cleaned, key: key, in: tx) }
        return answer
    }

    /// A customer's message on a case that the sender names.
    package static func message(
        _ request: IntakeMessage,
        on ticket: UUID,
        key: IdempotencyKey?,
        in tx: TenantTransaction
    ) throws -> Answer {
        try tx.once(key) {
            try tx.requireOpenIntake()
            let named = try CaseFile.open(ticket, in: tx)
            let customer = try Customer.find(named.ticket.customerID, in: tx)
            let outcome = try followUp(
                FollowUp(text: request.text, language: request.language, occurredAt: request.occurredAt),
                on: named.standing(),
                of: customer,
                in: tx
            )
            return Answer(status: 201, body: outcome.json)
        }
    }

    private static func caseOfThread(_ thread: String, tenant: UUID) -> SQL {
        "SELECT id FROM switchyard.ticket WHERE tenant_id = \(tenant) AND thread = \(thread)"
    }

    private static func place(
        _ request: IntakeRequest,
        of customer: Customer,
        on target: UUID?,
        source: UUID?,
        in tx: TenantTransaction
    ) throws -> IntakeOutcome {
        guard let target else { return try openCase(request, of: customer, source: source, in: tx) }
        let file = try CaseFile.open(target, in: tx).standing()
        guard try file.ticket.customerID == customer.id || file.hasAbsorbedCase(of: customer.id) else {
            throw DomainError.field("/thread", .taken)
        }
        let text = request.subject.text.isEmpty ? request.text : request.subject.followed(by: request.text)
        let followUp = FollowUp(
            text: text,
            language: request.language,
            occurredAt: try request.occurred(now: tx.now),
            thread: request.thread,
            attributes: request.attributes,
            secretsElsewhere: request.secretsElsewhere
        )
        return try self.followUp(followUp, on: file, of: customer, in: tx)
    }
}

/// What became of a request: where it is now, and what was taken out of it.
struct IntakeOutcome {
    let ticket: Ticket
    let messageID: UUID
    let isNewCase: Bool
    let secrets: [SecretFinding]

    var json: JSON {
        var body: JSONObject = [
            "id": ticket.id.json, "reference": .string(ticket.reference.text),
            "status": .string(ticket.status.rawValue),
            "message_id": messageID.json, "new_case": isNewCase.json,
        ]
        if !secrets.isEmpty {
            body["secrets_removed"] = .array(Set(secrets.map(\.kind.rawValue)).sorted().map(JSON.string))
        }
        return .object(body)
    }
}

extension Redaction {
    /// One text out of two, findings kept.
    func followed(by other: Redaction) -> Redaction {
        Redaction(text: text + "\n\n" + other.text, findings: findings + other.findings)
    }
}
