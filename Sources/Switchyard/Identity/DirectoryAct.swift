import Foundation
import Postgres

/// What administrators do, for the record: every write to the directory names itself.
package enum DirectoryActKind: String, CaseIterable, Sendable {
    case tenantCreated = "tenant_created"
    /// Its name, its zone or its language; `detail` says which.
    case tenantChanged = "tenant_changed"
    case personAdded = "person_added"
    case personChanged = "person_changed"
    case personLeft = "person_left"
    case teamAdded = "team_added"
    case memberAdded = "member_added"
    case memberRemoved = "member_removed"
    case deskSet = "desk_set"
    case accessGranted = "access_granted"
    case accessEnded = "access_ended"
    case keyIssued = "key_issued"
    case keyRevoked = "key_revoked"
    case sourceAdded = "source_added"
    case sourceChanged = "source_changed"
    case sourceSecretRotated = "source_secret_rotated"
    case settingsPublished = "settings_published"
    case endpointSet = "endpoint_set"
    case subscriptionAdded = "subscription_added"
    case subscriptionChanged = "subscription_changed"
    case subscriptionRemoved = "subscription_removed"
    case subscriptionKeyRotated = "subscription_key_rotated"
    /// Because of its receiver; `detail` is why.
    case subscriptionDisabled = "subscription_disabled"
    case subscriptionTested = "subscription_tested"
    /// Of the delivery, or the subscription where it was all that had failed.
    case deliveryReplayed = "delivery_replayed"
    case serviceLevelsPublished = "service_levels_published"
    /// By a hard limit that was reached, until the day is over or the limit is another.
    case intakeClosed = "intake_closed"
    case intakeOpened = "intake_opened"
    case quotasSet = "quotas_set"
    case contactSet = "contact_set"
    case rotaPublished = "rota_published"
    case rotaOverridden = "rota_overridden"
    case jobRetried = "job_retried"
    case jobDiscarded = "job_discarded"
    case jobsHeld = "jobs_held"
    case jobsReleased = "jobs_released"
    case jobsCapped = "jobs_capped"
    case jobsUncapped = "jobs_uncapped"
    /// `detail` is how many cases it is about.
    case bulkActStarted = "bulk_act_started"
    case bulkActCancelled = "bulk_act_cancelled"
    case bulkActUndone = "bulk_act_undone"
    case signedIn = "signed_in"
    /// Whoever claimed to be the person; where nobody is known by that address, to the row that counts the tries.
    case signInRefused = "sign_in_refused"
    case sessionEnded = "session_ended"
    case sessionsEnded = "sessions_ended"
    case passwordChanged = "password_changed"
    /// Of the link; whether anybody is known by the name is not asked.
    case passwordResetAsked = "password_reset_asked"
    case personInvited = "person_invited"
    case linkUsed = "link_used"
    /// Or given up; `detail` is what the other side said.
    case linkMailed = "link_mailed"
    /// A session took the place of another; `detail` is what was shown.
    case sessionProven = "session_proven"
    case secondFactorBegun = "second_factor_begun"
    case secondFactorEnrolled = "second_factor_enrolled"
    case secondFactorRemoved = "second_factor_removed"
    case recoveryCodesMade = "recovery_codes_made"
    /// The roles it is demanded of from now on.
    case secondFactorDemanded = "second_factor_demanded"
}

extension DirectoryTransaction {
    /// - Parameters:
    ///   - actor: who did it, where that became known only by the act itself; else whoever asks.
    ///   - id: of the act, where something names it.
    func record(
        _ kind: DirectoryActKind,
        subject: UUID,
        tenant: UUID? = nil,
        by actor: Actor? = nil,
        detail: String? = nil,
        reason: String? = nil,
        id: UUID? = nil
    ) throws {
        let actor = actor ?? request.actor
        _ = try execute(
            """
            INSERT INTO directory.act (id, kind, tenant_id, subject_id, actor_kind, actor_id, credential_id, request_id, recorded_at,
                detail, actor_name, reason)
            VALUES (\(id ?? newID()), \(kind.rawValue), \(tenant), \(subject), \(actor.kind.rawValue), \(actor.id),
                \(actor.credentialID), \(request.requestID), \(now), \(detail), \(request.actorName), \(reason))
            """
        )
    }
}

extension TenantTransaction {
    /// A change of the tenant's own set-up: every process reads it anew.
    func recordSettings(_ kind: DirectoryActKind, subject: UUID, detail: String? = nil) throws {
        try recordAct(kind, subject: subject, detail: detail)
        write("touch settings", "SELECT switchyard.touch_settings()")
        forgetSettings()
    }

    /// What somebody did to a tenant beside its cases, recorded beside the acts on the directory. `detail` says what it was
    /// about where that is no row: a kind of work, say. `id` of the act, where something names it.
    func recordAct(
        _ kind: DirectoryActKind,
        subject: UUID,
        detail: String? = nil,
        reason: String? = nil,
        id: UUID? = nil
    ) throws {
        let actor = request.actor
        write(
            "record act",
            """
            INSERT INTO directory.act (id, kind, tenant_id, subject_id, actor_kind, actor_id, credential_id, request_id, recorded_at,
                detail, actor_name, reason)
            VALUES (\(try id ?? newID()), \(kind.rawValue), \(tenantID), \(subject), \(actor.kind.rawValue), \(actor.id),
                \(actor.credentialID), \(request.requestID), \(try now), \(detail), \(request.actorName), \(reason))
            """
        )
    }
}
