import BusinessTime
import Foundation

extension Alarm {
    /// Administrators of one client who are told; more of them than this nobody needs to hear of one thing.
    static let clientsPeopleMax = 20

    /// The client's administrators, or their contact where they have none who signs in; the firm's operations manager on duty, or
    /// whoever stands in for them; and the client's own systems, where they are told of notices.
    func tell(_ words: [String: String], in tx: TenantTransaction) throws {
        var writes = CaseWrites()
        let details = details(words)
        let administrators = try Desk.people(role: .tenantAdmin, in: tx).prefix(Alarm.clientsPeopleMax).map(\.id)
        let ofFirm =
            try (tx.duty.operationsManager() ?? tx.duty.supervisor(near: 1))?.person
            ?? Desk.people(role: .admin, in: tx).first
        for person in Set(administrators + [ofFirm?.id].compactMap { $0 }).sorted(by: { $0.text < $1.text }) {
            try deliver(DeliveryDraft(kind: .alarmMail, personID: person, details: .object(details)), &writes, in: tx)
        }
        let settings = try tx.settings()
        if administrators.isEmpty, settings.escalation.contacts[.escalation] != nil {
            var details = details
            details["contact"] = .string(ClientContact.Purpose.escalation.rawValue)
            try deliver(DeliveryDraft(kind: .alarmMail, details: .object(details)), &writes, in: tx)
        }
        if settings.noticeEndpoint != nil {
            try deliver(DeliveryDraft(kind: .alarmWebhook, details: .object(details)), &writes, in: tx)
        }
        writes.send(to: tx)
    }

    private func details(_ words: [String: String]) -> JSONObject {
        [
            "alarm_id": id.json, "kind": .string(kind.rawValue), "subject": .string(subject),
            "since": .string(since.iso8601), "raised_at": .string(raisedAt.iso8601),
            "words": .object(JSONObject(words.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
        ]
    }

    private func deliver(_ draft: DeliveryDraft, _ writes: inout CaseWrites, in tx: TenantTransaction) throws {
        try writes.deliver(draft, id: tx.newID(), of: nil, at: tx.now, in: tx)
    }
}
