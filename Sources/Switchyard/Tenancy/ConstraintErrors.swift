import Postgres

/// The database refuses; here its refusal becomes ours. Constraints without a line are bugs and stay internal.
func translateConstraint(_ error: any Error) -> any Error {
    guard let refusal = error as? PostgresError else { return error }
    switch refusal.sqlState {
    case "SY001": return DomainError.notFound
    case "SY002": return DomainError.unauthenticated
    case "SY004": return SourceChanged()
    case "SY005": return DomainError.forbidden
    case "SY006": return DomainError.secondFactorRequired
    case "SY007": return DomainError.stepUpRequired
    case "SY008": return DomainError(.conflict, "request_under_way")
    default: break
    }
    guard let constraint = refusal.constraint else { return error }
    return constraintErrors[constraint] ?? error
}

let constraintErrors: [String: any Error] = [
    // races that a second run settles
    "receipt_pkey": RaceLost(),
    "answer_pkey": RaceLost(),
    "ticket_thread_taken": RaceLost(),
    "customer_external_taken": RaceLost(),
    "ticket_reference_taken": RaceLost(),
    "setting_version_pkey": RaceLost(),
    "service_level_version_pkey": RaceLost(),
    "rota_version_pkey": RaceLost(),
    "restatement_revision_taken": RaceLost(),
    "job_order_taken": RaceLost(),
    "client_contact_pkey": RaceLost(),
    "rota_override_pkey": RaceLost(),
    "endpoint_one_for_a_purpose": RaceLost(),
    "bulk_act_slot_taken": RaceLost(),
    // what the caller can mend
    "tenant_slug_taken": DomainError.field("/slug", .taken),
    "tenant_slug_form": DomainError.field("/slug", .badFormat),
    "person_login_taken": DomainError.field("/email", .taken),
    "team_name_taken": DomainError.field("/name", .taken),
    "source_name_taken": DomainError.field("/name", .taken),
    "team_member_period": DomainError.field("/valid_until", .outOfRange),
    "team_member_team": DomainError.notFound,
    "team_member_person": DomainError.notFound,
    "desk_team": DomainError.field("/team_id", .unknown),
    "desk_tenant": DomainError.notFound,
    "access_grant_person": DomainError.field("/person_id", .unknown),
    "access_grant_tenant": DomainError.field("/tenant_id", .unknown),
    "access_grant_period": DomainError.field("/valid_until", .outOfRange),
    "api_key_person": DomainError.notFound,
    "serving_team_team": DomainError.field("/team_id", .unknown),
    "ticket_team": DomainError.field("/team_id", .unknown),
    "correction_one_a_case": DomainError(.conflict, "correction_proposed"),
    "exclusion_one_a_case": DomainError(.conflict, "case_flagged"),
    "ticket_assignee": DomainError.field("/person_id", .unknown),
]
