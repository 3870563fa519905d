/// Everything that can happen to a case. The log is the truth: clocks, reports and proofs are derived from it.
package enum EventKind: String, CaseIterable, Sendable, Hashable {
    case opened
    case customerMessage = "customer_message"
    case replied
    /// The channel refused a reply for good: for the clocks it was never written (`spec/sla.md K1`).
    case replyFailed = "reply_failed"
    case noted
    case assigned
    case priorityChanged = "priority_changed"
    case statusChanged = "status_changed"
    case resolved
    case reopened
    /// The case goes on in another one, which its `absorbed` tells of (`spec/sla.md K5`).
    case merged
    /// Another case goes on in this one; carries what that one's reply clocks saw.
    case absorbed
    /// Some of the customer's messages went to a case of their own.
    case split
    /// Kind and place of a secret that was taken out before anything was stored, never the value.
    case secretRemoved = "secret_removed"
    case slaWarned = "sla_warned"
    case slaBreached = "sla_breached"
    /// A breach that became known after the instant at which the clock would have told (`spec/sla.md S3`).
    case breachFound = "breach_found"
    /// A breach that later knowledge took back (`spec/sla.md S3`).
    case breachRetracted = "breach_retracted"
    /// No policy of the version in force is for the case: `no SLA` (`spec/sla.md P1`).
    case slaMissing = "sla_missing"
    /// A clock whose target cannot be reached within ten years (`spec/sla.md T6`).
    case slaUnschedulable = "sla_unschedulable"
    /// The ladder has nobody left to tell: an alarm that stands until its clock ends.
    case standingAlarm = "standing_alarm"
    /// Nobody's grant is good for a case that nobody has: an alarm until somebody's is, or somebody has it.
    case nobodyEligible = "nobody_eligible"
    case somebodyEligible = "somebody_eligible"
    case escalated
    /// A rule sends the case to a level and team at once, and tells the client's contacts (`spec/sla.md E6`).
    case routed
    /// Somebody at the level reached has taken it on; the ladder waits, the clock does not (`spec/sla.md E4`).
    case acknowledged
    /// The case is offered to another level, team or person; it moves when somebody there accepts.
    case handoverProposed = "handover_proposed"
    case handoverAccepted = "handover_accepted"
    /// The offer was not taken, or what was taken was handed back.
    case handoverReturned = "handover_returned"
    /// Nobody took the offer in time, or the case moved on meanwhile.
    case handoverExpired = "handover_expired"
    /// How it was solved was written down, or written anew.
    case solutionRecorded = "solution_recorded"
    case nobodyToNotify = "nobody_to_notify"
    /// Somebody was told; the delivery says how it ended.
    case notified
    case delivered
    case surveyDecided = "survey_decided"
    case surveyAnswered = "survey_answered"
    /// Rows of its clocks were not what the log says, and were written anew (`spec/sla.md S1`).
    case clocksRepaired = "clocks_repaired"
    /// The case was flagged as none of the contract's, or the client decided about that (`spec/sla.md X4`).
    case exclusionChanged = "exclusion_changed"
    case surveyReminded = "survey_reminded"
    /// A bad score is to be looked into (`spec/surveys-reports.md V10`).
    case followUpOpened = "follow_up_opened"
    case followUpOverdue = "follow_up_overdue"
    case followUpDone = "follow_up_done"

    /// A supervisor gave a clock more time, late (`spec/sla.md P4`).
    case clockRelaxed = "clock_relaxed"
    case correctionProposed = "correction_proposed"
    /// Approved, the clocks are judged as if the case had been classified so from the start (`spec/sla.md P4`).
    case correctionDecided = "correction_decided"

    /// Tells how a message fared and changes nothing that a reader of the case sees, so the revision stays: an agent's
    /// `If-Match` must not fail because a mail was taken.
    package var isBookkeeping: Bool {
        switch self {
        case .delivered, .notified: true
        case .slaMissing, .slaUnschedulable, .routed, .solutionRecorded, .nobodyEligible, .somebodyEligible: false
        case .handoverProposed, .handoverAccepted, .handoverReturned, .handoverExpired: false
        case .opened, .customerMessage, .replied, .replyFailed, .noted, .assigned, .priorityChanged, .statusChanged,
            .resolved, .reopened, .merged, .absorbed, .split, .secretRemoved, .slaWarned, .slaBreached,
            .breachRetracted, .escalated, .standingAlarm, .acknowledged, .nobodyToNotify, .surveyDecided,
            .surveyAnswered, .surveyReminded, .followUpOpened, .followUpOverdue, .followUpDone, .exclusionChanged,
            .clocksRepaired, .breachFound, .clockRelaxed, .correctionProposed, .correctionDecided:
            false
        }
    }

    /// Version of the body's form; raised when a member changes its meaning.
    package var schemaVersion: Int16 { 1 }
}
