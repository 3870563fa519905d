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
        let externalHash = try tx.vault().lookup(.customerExternalID, request.customer.profile.externalID)
        let known = try known(of: request, externalHash: externalHash, key: key, in: tx)
        if let first = known.answer { return first }
        try tx.requireOpenIntake()

        let customer = try Customer.upsert(request.customer, known: known.customer, externalHash: externalHash, in: tx)
        let outcome = try place(request, of: customer, on: known.target, source: source, in: tx)
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
