import Foundation
import Postgres

extension Subscription {
    /// Switches it off for a reason of its receiver's, and tells those who asked to be told and whoever has to look at it; nothing where it is off already.
    static func disable(_ id: UUID, because reason: Reason, in tx: TenantTransaction) throws {
        let disabled = try tx.execute(
            """
            UPDATE switchyard.subscription SET state = \(State.disabled.rawValue), reason = \(reason.rawValue),
                revision = revision + 1, updated_at = \(try tx.now)
            WHERE tenant_id = \(tx.tenantID) AND id = \(id) AND state = \(State.enabled.rawValue)
            """,
            "disable subscription"
        )
        guard disabled == 1 else { return }
        try tx.recordSettings(.subscriptionDisabled, subject: id, detail: reason.rawValue)
        try tellOthers(id, reason, in: tx)
        try raiseAlarm(id, reason, in: tx)
    }

    /// Nobody who waits for events hears from us that none will come, and the one whose receiver broke may be the only one who
    /// subscribed. Of its URL the host is named: the rest may hold a token.
    private static func raiseAlarm(_ id: UUID, _ reason: Reason, in tx: TenantTransaction) throws {
        let host = URLComponents(string: try find(id, in: tx).wish.url)?.host ?? ""
        let words = ["id": id.text, "host": host, reason.rawValue: reason.rawValue]
        _ = try Alarm.raise(.subscriptionOff, id.text, since: tx.now, words, in: tx)
    }

    private static func tellOthers(_ id: UUID, _ reason: Reason, in tx: TenantTransaction) throws {
        let data: JSON = ["subscription": ["id": id.json, "reason": .string(reason.rawValue)]]
        let body = EventEnvelope.bytes(.subscriptionDisabled, at: try tx.now, data)
        var writes = CaseWrites()
        for taker in try tx.settings().eventTakers
        where taker.subscriptionID != id && taker.types.contains(.subscriptionDisabled) {
            try writes.publish(.subscriptionDisabled, body, of: nil, to: taker.subscriptionID, in: tx)
        }
        writes.send(to: tx)
    }
}
