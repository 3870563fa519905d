import BusinessTime
import Foundation
import Postgres

/// Something to send, decided in the transaction of the act; what it says is put together when it is sent.
struct DeliveryDraft {
    var kind: DeliveryKind
    var messageID: UUID?
    var personID: UUID?
    /// Ids and words for the text; sealed.
    var details: JSON = [:]
}

extension CaseFile {
    /// Writes the delivery and the job that sends it. The delivery's id is the Message-ID or webhook-id of every attempt.
    @discardableResult
    mutating func deliver(_ draft: DeliveryDraft) throws -> UUID {
        let id = try tx.newID()
        try writes.deliver(draft, id: id, of: ticket.id, at: tx.now, in: tx)
        return id
    }
}

extension CaseWrites {
    /// Sent from `instant` on; the answers of one case in their order.
    ///
    /// - Parameter ticket: nil for what is about many.
    mutating func deliver(
        _ draft: DeliveryDraft,
        id: UUID,
        of ticket: UUID?,
        at instant: Instant,
        in tx: TenantTransaction
    ) throws {
        let body = try tx.seal(draft.details.canonicalBytes, as: .deliveryBody, row: id)
        add(
            .delivery,
            id,
            draft.kind.rawValue,
            ticket,
            draft.messageID,
            draft.personID,
            body,
            DeliveryState.pending.rawValue,
            Int16(0),
            try tx.now
        )
        // What warns or tells somebody else never waits for a customer's mailbox.
        let order = draft.kind.carriesReply ? ticket : nil
        try add(JobDraft(kind: .deliver, subjectID: id, runAt: instant, orderingKey: order), in: tx)
    }
}
