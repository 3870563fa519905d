import BusinessTime
import Foundation

/// Whose case it was and what had been done about it, from an instant on: the log read for why a clock was late.
struct DeskState: Hashable {
    let from: Instant
    let level: Int
    let cause: LateTime.Cause

    /// From the log, ascending; of several at one instant the last counts.
    static func history(_ events: [CaseEvent]) -> [DeskState] {
        var desk = Desk()
        var states: [DeskState] = []
        let marks = events.map { (at: $0.deskInstant, event: $0) }
        for mark in marks.sorted(by: { ($0.at, $0.event.sequence) < ($1.at, $1.event.sequence) }) {
            guard desk.take(mark.event) else { continue }
            if states.last?.from == mark.at { states.removeLast() }
            states.append(DeskState(from: mark.at, level: desk.level, cause: desk.cause))
        }
        return states
    }

    /// What the entries add up to.
    private struct Desk {
        private(set) var level = 1
        private var status = ClockStatus.open
        private var isAssigned = false
        private var isTouched = false
        private var isNobodyThere = false
        /// Offered, and nothing done by anybody since.
        private var isOffered = false

        var cause: LateTime.Cause {
            if status.isEnd { return .resolved }
            if status != .open { return .parked(status) }
            if isNobodyThere { return .nobodyOnDuty }
            if isOffered { return .offerNotAccepted }
            if !isAssigned { return .unassigned }
            return isTouched ? .inHand : .untouched
        }

        /// False for entries that say nothing about the desk.
        mutating func take(_ event: CaseEvent) -> Bool {
            switch event.kind {
            case .opened: level = event.level("level") ?? level
            case .assigned: give(to: event.personNamed)
            case .escalated:
                level = event.level("to") ?? level
                give(to: nil)
            case .routed:
                guard event.level("from") != nil else { return false }
                level = event.level("to") ?? level
                give(to: nil)
            case .handoverProposed:
                touch(by: event)
                isOffered = true
            case .handoverAccepted:
                level = event.level("to") ?? level
                give(to: event.personNamed)
            case .handoverReturned, .handoverExpired: endOffer(event)
            case .nobodyToNotify, .nobodyEligible: isNobodyThere = true
            case .notified, .somebodyEligible: isNobodyThere = false
            case .replied, .noted, .priorityChanged, .statusChanged, .split, .acknowledged, .correctionProposed,
                .correctionDecided, .solutionRecorded:
                touch(by: event)
                if let named = event.statusNamed { status = ClockStatus(rawValue: named) }
            case .customerMessage: if status == .waitingCustomer { status = .open }
            case .resolved: status = .resolved
            case .merged: status = .closed
            case .reopened: status = .open
            case .replyFailed, .absorbed, .secretRemoved, .slaWarned, .slaBreached, .breachRetracted, .delivered,
                .surveyDecided, .surveyAnswered, .surveyReminded, .followUpOpened, .followUpOverdue, .followUpDone,
                .exclusionChanged, .clocksRepaired, .slaMissing, .slaUnschedulable, .standingAlarm, .breachFound,
                .clockRelaxed:
                return false
            }
            return true
        }

        private mutating func give(to person: UUID?) {
            isAssigned = person != nil
            isTouched = false
            isNobodyThere = false
            isOffered = false
        }

        /// What was taken goes back to whoever had it; what was not stays theirs.
        private mutating func endOffer(_ event: CaseEvent) {
            isOffered = false
            guard let before = event.level("to") else { return }
            level = before
            give(to: event.personNamed)
        }

        /// An agent's act is a sign of work, also on a case that is nobody's.
        private mutating func touch(by event: CaseEvent) {
            guard event.actorKind == .agent else { return }
            isTouched = true
            isNobodyThere = false
            isOffered = false
        }
    }
}

extension CaseEvent {
    /// When the desk could know of it: a case is there once we have it, unless it is history.
    fileprivate var deskInstant: Instant {
        kind == .opened && actorKind != .importer ? recordedAt : occurredAt
    }

    fileprivate func level(_ member: String) -> Int? {
        ((try? body.optionalInteger(member)) ?? nil).map { Int($0) }
    }

    fileprivate var personNamed: UUID? { (try? body.optionalUUID("person_id")) ?? nil }

    /// The status that the entry sets.
    var statusNamed: String? {
        switch kind {
        case .statusChanged: (try? body.optionalString("to")) ?? nil
        case .replied: (try? body.optionalString("status")) ?? nil
        default: nil
        }
    }
}
