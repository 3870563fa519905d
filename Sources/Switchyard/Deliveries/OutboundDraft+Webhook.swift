import BusinessTime
import Foundation
import Postgres

extension OutboundDraft {
    /// An agent's answer for the exchange to show in its own app.
    func replyWebhook() throws -> WebhookMessage {
        let message = try reply()
        let customer = try Customer.find(ticket.customerID, in: tx)
        let data: JSON = [
            "ticket": [
                "id": ticket.id.json, "reference": .string(ticket.reference.text), "thread": try thread()?.json,
            ],
            "customer": ["id": .string(customer.profile.externalID)],
            "message": [
                "id": delivery.messageID?.json, "text": .string(message.text),
                "occurred_at": .string(message.occurredAt.iso8601),
            ],
        ]
        return try webhook(to: settings.replyEndpoint, .replied, at: message.occurredAt.iso8601, data)
    }

    /// A step of a clock's ladder: ids and times, nothing of what the customer wrote.
    func noticeWebhook() throws -> WebhookMessage {
        let at = try details.string("at")
        let data: JSON = [
            "ticket": [
                "id": ticket.id.json, "reference": .string(ticket.reference.text),
                "priority": .string(ticket.priority.name),
            ],
            "step": details["step"], "metric": details["metric"], "level": details["level"], "at": .string(at),
            "due_at": details["due_at"], "recipients": details["recipients"],
        ]
        return try webhook(to: settings.noticeEndpoint, .ladderStep, at: at, data)
    }

    /// The exchange's own conversation id, so that it need not keep a table of ours; that of a case which goes on in this one
    /// where it has none.
    private func thread() throws -> String? {
        try tx.query(
            """
            \(ticket.family(tx.tenantID)) SELECT thread FROM family WHERE thread IS NOT NULL ORDER BY hops, thread LIMIT 1
            """,
            "thread"
        ).first?.column(0)
    }

    private func webhook(
        to endpoint: Endpoint?,
        _ message: EndpointMessage,
        at: String,
        _ data: JSON
    ) throws -> WebhookMessage {
        guard let endpoint else { throw ObstacleMet(.endpointRemoved) }
        let body: JSON = ["type": .string(message.rawValue), "timestamp": .string(at), "data": data]
        return WebhookMessage(
            id: delivery.id.text,
            url: endpoint.url,
            body: Array(body.serialized().utf8),
            secrets: [endpoint.secret],
            timestamp: try tx.now,
            traceParent: tx.request.traceParent
        )
    }
}
