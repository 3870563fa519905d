import BusinessTime
package import Foundation
import Postgres

/// Who is to be told of which events: all that fanning out needs, kept with the tenant's set-up so that a tenant without
/// subscriptions pays nothing.
package struct EventTaker: Sendable, Hashable {
    package let subscriptionID: UUID
    package let types: Set<WebhookEvent>

    init(from row: Row) throws {
        var cursor = row.cursor()
        subscriptionID = try cursor.next()
        // Names of a newer program are left to it.
        types = Set(try cursor.next([String].self).compactMap(WebhookEvent.init(rawValue:)))
    }
}

/// The body of a delivery, as Standard Webhooks has it; sealed and sent byte for byte at every attempt.
enum EventEnvelope {
    /// Bytes that no envelope reaches.
    static let bytesMax = 20_000

    static func bytes(_ type: WebhookEvent, at instant: Instant, _ data: JSON) -> [UInt8] {
        let body: JSON = ["type": .string(type.rawValue), "timestamp": .string(instant.iso8601), "data": data]
        return body.bytes
    }

    /// The whole body, also of what goes to a client's endpoints.
    static func schema(_ name: String, type: String, data: Schema) -> Schema {
        .named(
            name,
            .object([
                .required("type", .oneOf([type])),
                .required("timestamp", .at, "When it happened; deliveries may come later, and in another order."),
                .required("data", data),
            ])
        )
    }
}

extension CaseFile {
    /// A delivery to each subscription that asked for such events, in the transaction of the event.
    mutating func publish(_ event: CaseEvent, to takers: [EventTaker]) throws {
        guard !takers.isEmpty, let type = try WebhookEvent(event) else { return }
        let wanting = takers.filter { $0.types.contains(type) }
        guard !wanting.isEmpty else { return }
        let body = EventEnvelope.bytes(type, at: event.occurredAt, type.data(event, ticket))
        for taker in wanting {
            try writes.publish(type, body, of: ticket.id, to: taker.subscriptionID, in: tx)
        }
    }
}

extension CaseWrites {
    /// Writes the delivery and the job that sends it; answers its id, which is the `webhook-id` of every attempt.
    ///
    /// - Parameter ticket: nil for what is about no case.
    @discardableResult
    mutating func publish(
        _ type: WebhookEvent,
        _ body: [UInt8],
        of ticket: UUID?,
        to subscription: UUID,
        in tx: TenantTransaction
    ) throws -> UUID {
        let id = try tx.newID()
        add(
            .eventDelivery,
            id,
            DeliveryKind.eventWebhook.rawValue,
            ticket,
            try tx.seal(body, as: .deliveryBody, row: id),
            DeliveryState.pending.rawValue,
            Int16(0),
            try tx.now,
            subscription,
            type.rawValue
        )
        try add(.sending(event: id, at: tx.now), in: tx)
        return id
    }
}

extension JobDraft {
    /// One at a time for a delivery, however often it is replayed.
    static func sending(event delivery: UUID, at instant: Instant) -> JobDraft {
        JobDraft(kind: .deliverEvent, subjectID: delivery, runAt: instant, dedupKey: delivery.text)
    }
}
