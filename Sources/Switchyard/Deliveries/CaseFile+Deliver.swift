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
        let now = try tx.now
        let body = try tx.vault().seal(draft.details.canonicalBytes, as: .deliveryBody, row: id)
        writes.add(
            .delivery,
            id,
            draft.kind.rawValue,
            ticket.id,
            draft.messageID,
            draft.personID,
            body,
            DeliveryState.pending.rawValue,
            Int16(0),
            now
        )
        try enqueue(
            JobDraft(kind: .deliver, subjectID: id, runAt: now, dedupKey: id.text, orderingKey: ticket.id),
            as: .deliveryJob
        )
        return id
    }
}
