import Switchyard

/// The error catalogue: what a person reads beside the stable word.
enum ErrorTexts {
    static let titles: [String: String] = [
        "validation_failed": "The request has fields that cannot be accepted",
        "idempotency_key_reused": "This idempotency key was used for another request",
        "credential_not_accepted": "The credential is missing or not accepted",
        "permission_missing": "This credential may not do that",
        "not_found": "Not found",
        "revision_changed": "The case has changed since you read it",
        "case_closed": "The case is closed",
        "case_merged": "The case was merged into another; act on that one",
        "merge_target_not_open": "A case can only be merged into one that is open",
        "case_open": "The case is open",
        "case_not_open": "The case is not open",
        "case_log_full": "The case has reached the limit of its log",
        "level_not_granted": "This needs a grant for the level that the case has reached",
        "nothing_to_acknowledge": "No clock of this case has breached",
        "handover_open": "The case is offered already; that offer has to end first",
        "handover_expired": "The offer is over",
        "handover_for_another": "The offer is meant for somebody else",
        "no_handover": "There is nothing to take over or to hand back",
        "nobody_at_level": "Nobody serves that level now",
        "customer_not_answered": "Waiting for the customer needs an answer to them first",
        "reopen_window_over": "The time to reopen this case is over",
        "supervisor_required": "This needs a lead or an operations manager of the operator",
        "late_relaxation":
            "This gives a clock more time after its breach, or with three quarters of its target used: a lead or an operations manager may, with a reason",
        "client_required": "This is for the client to decide",
        "own_proposal": "Nobody decides about their own proposal",
        "correction_proposed": "A correction of this case waits for a decision already",
        "case_flagged": "The case is flagged already",
        "already_approved": "This has been approved already",
        "already_declined": "This has been declined already",
        "already_withdrawn": "This has been withdrawn",
        "no_credit_terms": "The contract names no credit for this month",
        "too_many_restatements": "Reports of this exchange have been restated too often to be restated again",
        "too_many_versions": "This has been changed too often to be changed again",
        "lead_needed": "This needs a team lead or an operations manager",
        "follow_up_done": "Somebody has done this follow-up already",
        "job_running": "A process has this job now",
        "job_done": "This job is done",
        "job_exists": "The same work was asked for anew since",
        "job_subject_gone": "What this job was for is gone",
        "reply_failed": "This reply failed and was taken back; answer the customer anew",
        "busy": "Others are changing the same thing; try again",
    ]

    static func title(_ reason: String) -> String { titles[reason] ?? "The request cannot be done" }

    static func detail(_ code: FieldError.Code) -> String {
        switch code {
        case .required: "This field is required."
        case .unknownField: "There is no such field."
        case .wrongType: "This field has another type."
        case .tooLong: "This is too long."
        case .tooShort: "This is too short."
        case .outOfRange: "This is out of range."
        case .notInList: "This is not one of the known values."
        case .badFormat: "This does not have the expected form."
        case .tooMany: "There are too many."
        case .taken: "This is taken already."
        case .unknown: "This does not exist here."
        case .sameCase: "This is the case itself."
        case .cannotMove: "Only later messages of the customer can be moved."
        case .neverOpen:
            "There is no open second for four weeks or more. If that is meant, send \"confirm_never_open\": true."
        case .containsSecret: "This holds a secret that must not be stored."
        case .notEntitled: "This person's grant here does not reach that."
        case .notCovered: "Nobody is on duty from `from` to `until`; confirm_gaps says that this is meant."
        case .doubleBooked: "This person would have two posts at once."
        case .asksForSecret: "Never ask a customer for a seed phrase, a private key, a password or a code."
        }
    }
}
