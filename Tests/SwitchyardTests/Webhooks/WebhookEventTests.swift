import BusinessTime
import Foundation
import Testing

@testable import Switchyard

/// What leaves the house of an event, and what does not.
@Suite struct WebhookEventTests {
    private static let words = "WORDS OF SOMEBODY"

    /// An entry with everything that an entry of its kind may hold, and what people wrote besides.
    private func event(_ kind: EventKind, answered: JSON? = true) -> CaseEvent {
        let id = UUID().json
        let words = JSON.string(WebhookEventTests.words)
        let (from, to): (JSON, JSON) =
            switch kind {
            case .priorityChanged: ("P3", "P2")
            case .statusChanged: ("open", "waiting_customer")
            case .split: (1, id)
            default: (1, 2)
            }
        return CaseEvent(
            sequence: 7,
            kind: kind,
            occurredAt: Instant(microseconds: 0),
            recordedAt: Instant(microseconds: 1_000_000),
            actorKind: .agent,
            actorID: UUID(),
            body: [
                "message_id": id, "person_id": id, "team_id": id, "into": id, "invitation_id": id, "from": from,
                "to": to,
                "metric": "first_reply", "cycle": "000000001", "percent": 50, "step": "breach", "answered": answered,
                "channel": "api", "target_seconds": 60, "code": "smtp_550", "score": 1, "note": words, "reason": words,
                "text": words, "because": words, "subject": words, "facts": [words], "messages": [words],
                "differences": [words], "attribution": ["note": words], "reference": words,
            ]
        )
    }

    @Test(arguments: EventKind.allCases) func noWordThatSomebodyWroteLeavesTheHouse(kind: EventKind) throws {
        let event = event(kind)
        guard let type = try WebhookEvent(event) else { return }
        let entry = type.entry(event)
        let text = entry.serialized()
        #expect(!text.contains(WebhookEventTests.words) && !text.contains("score"))
        #expect(entry["sequence"] == 7 && entry["kind"] == .string(kind.rawValue))
        #expect(text.utf8.count < 1_000)
        #expect(WebhookEvent.faults(event).isEmpty && type.kinds.contains(kind))
    }

    /// `CaseFile.record` holds every entry of every test against this.
    @Test func anEntryThatIsNotAsPublishedIsFound() {
        #expect(WebhookEvent.faults(event(.resolved, answered: "yes")).map(\.code) == [.wrongType])
        #expect(WebhookEvent.faults(event(.resolved, answered: nil)).map(\.code) == [.required])
    }

    @Test func everyEventButTheTestCanHappenAndIsExplained() throws {
        var told = Set(try EventKind.allCases.compactMap { try WebhookEvent(event($0)) })
        told.insert(.subscriptionDisabled)
        #expect(told == Set(WebhookEvent.choices))
        #expect(Set(WebhookEvent.allCases).subtracting(told) == [.test])
        #expect(Set(WebhookEvent.allCases.map(\.meaning)).count == WebhookEvent.allCases.count)
    }

    @Test func namesOfEventsStay() {
        #expect(
            WebhookEvent.choices.map(\.rawValue).sorted() == [
                "sla.breach_retracted", "sla.breached", "sla.warned", "subscription.disabled", "survey.answered",
                "ticket.answer_failed", "ticket.answered", "ticket.assigned", "ticket.escalated", "ticket.handed_over",
                "ticket.merged", "ticket.message_received", "ticket.opened", "ticket.priority_changed",
                "ticket.reopened", "ticket.resolved", "ticket.routed", "ticket.split", "ticket.status_changed",
            ]
        )
    }

    /// An offer that was declined moved no case.
    @Test func whatMovedNothingIsNotToldAsAMove() throws {
        let declined = CaseEvent(
            sequence: 2,
            kind: .handoverReturned,
            occurredAt: Instant(microseconds: 0),
            recordedAt: Instant(microseconds: 0),
            actorKind: .agent,
            actorID: nil,
            body: ["handover": 1, "note": "Not ours"]
        )
        #expect(try WebhookEvent(declined) == nil)
    }
}
