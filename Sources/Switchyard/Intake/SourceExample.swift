import BusinessTime
package import Foundation

/// A request as an exchange's own system would send it, signed now, and what the intake makes of it. Nothing of it is kept: its
/// case is opened by the same code as all others, and taken back.
package struct SourceExample: Sendable {
    static let body: JSON = [
        "customer": ["id": "example-customer", "name": "Ann Example", "email": "ann@example.org"],
        "subject": "Example request", "text": "This is an example of a request.", "language": "en",
    ]

    package let headers: [(name: String, value: String)]
    package let path: String
    package let trial: SignatureTrial
    package let answer: Answer

    package static func run(_ id: UUID, in tx: TenantTransaction) throws -> SourceExample {
        let (source, address) = try Source.find(id, in: tx)
        guard let secret = source.secrets.first else { throw StoredValueUnknown() }
        let (now, bytes, messageID) = (try tx.now, body.bytes, "msg_\(try tx.newID().text)")
        let seconds = now.microseconds / 1_000_000
        let signature = StandardWebhook.sign(id: messageID, timestampSeconds: seconds, body: bytes, secret: secret)
        let signed = WebhookHeaders(id: messageID, timestamp: "\(seconds)", signature: signature)
        let request = try IntakeRequest(body)
        let answer = try tx.withoutTrace {
            try Intake.receive(request, source: id, key: nil, status: 202, in: tx)
        }
        return SourceExample(
            headers: [
                ("content-type", "application/json"), (StandardWebhook.idHeader, messageID),
                (StandardWebhook.timestampHeader, "\(seconds)"), (StandardWebhook.signatureHeader, signature),
            ],
            path: Source.path(address),
            trial: SignatureTrial(signed, body: bytes, at: source, now: now),
            answer: answer
        )
    }

    /// For a shell that has the product's address in `SWITCHYARD_URL`; good for as long as the timestamp is. What it sends is kept.
    var commandLine: String {
        let headers = headers.map { " -H '\($0.name): \($0.value)'" }.joined()
        return "curl -i\(headers) --data-binary '\(SourceExample.body.serialized())' \"$SWITCHYARD_URL\(path)\""
    }

    package var json: JSON {
        [
            "request": [
                "method": "POST", "path": .string(path),
                "headers": .object(JSONObject(headers.map { ($0.name, .string($0.value)) })),
                "body": .string(SourceExample.body.serialized()),
            ],
            "curl": .string(commandLine), "signature": trial.json,
            "answer": ["status": Int64(answer.status).json, "body": answer.body],
        ]
    }
}
