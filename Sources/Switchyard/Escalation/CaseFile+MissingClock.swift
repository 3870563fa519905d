import BusinessTime
import Foundation

/// What no ladder can tell of, because no clock runs: a case that no policy is for, and a clock that can never be due.
extension CaseFile {
    /// States it in the log and on the case, once each time it becomes so.
    mutating func recordMissingClocks(_ clocks: CaseClocks) throws {
        let ref = clocks.policies[ticket.id.text]
        let isNews = isNew || ticket.policy != nil
        ticket.policy = ref?.name
        guard ticket.status.isOpen else { return }
        if isNews, let ref, ref.name == nil, ref.version != PolicyLine.noVersion {
            try record(.slaMissing, ["policy_version": ref.version.json])
        }
        let unschedulable = ClockCycle.State.unschedulable
        let known = Set(cycles.filter { $0.state == unschedulable.rawValue }.map { [$0.metric, $0.key] })
        for cycle in clocks.cycles where cycle.state == unschedulable {
            guard !known.contains([cycle.metric.rawValue, cycle.startedBy]) else { continue }
            try record(
                .slaUnschedulable,
                [
                    "metric": .string(cycle.metric.rawValue), "cycle": .string(cycle.startedBy),
                    "target_seconds": cycle.targetSeconds.json, "calendar": .string(cycle.calendar.name),
                ]
            )
        }
    }

    /// The lead of the case's desk hears of it, else whoever is there, and the exchange by its webhook.
    mutating func tellTheDesk(of event: CaseEvent) throws {
        guard !isQuiet else { return }
        hasToldTheDesk = true
        let step = event.kind.rawValue
        let details: JSON = [
            "metric": .string(try event.body.optionalString("metric") ?? "sla"), "step": .string(step),
            "level": ticket.level.json, "at": .string(event.recordedAt.iso8601),
        ]
        if let person = try (lead() ?? onDuty(ticket.level))?.person {
            let delivery = try deliver(DeliveryDraft(kind: .noticeMail, personID: person.id, details: details))
            try record(
                .notified,
                ["person_id": person.id.json, "delivery_id": delivery.json, "step": .string(step)]
            )
        } else {
            try record(.nobodyToNotify, ["level": ticket.level.json, "step": .string(step)])
        }
        if try tx.settings().noticeEndpoint != nil {
            try deliver(DeliveryDraft(kind: .noticeWebhook, details: details))
        }
    }
}
