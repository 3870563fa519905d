import Foundation
import Postgres

/// What administrators do, for the record: every write to the directory names itself.
package enum DirectoryActKind: String, CaseIterable, Sendable {
    case tenantCreated = "tenant_created"
    case personAdded = "person_added"
    case personLeft = "person_left"
    case teamAdded = "team_added"
    case memberAdded = "member_added"
    case deskSet = "desk_set"
    case accessGranted = "access_granted"
    case accessEnded = "access_ended"
    case keyIssued = "key_issued"
    case keyRevoked = "key_revoked"
    case sourceAdded = "source_added"
    case sourceSecretRotated = "source_secret_rotated"
    case settingsPublished = "settings_published"
    case endpointSet = "endpoint_set"
    case serviceLevelsPublished = "service_levels_published"
    case contactSet = "contact_set"
    case rotaPublished = "rota_published"
    case rotaOverridden = "rota_overridden"
    case jobRetried = "job_retried"
    case jobDiscarded = "job_discarded"
    case jobsHeld = "jobs_held"
    case jobsReleased = "jobs_released"
}

extension DirectoryTransaction {
    func record(_ kind: DirectoryActKind, subject: UUID, tenant: UUID? = nil) throws {
        let actor = request.actor
        _ = try execute(
            """
            INSERT INTO directory.act (id, kind, tenant_id, subject_id, actor_kind, actor_id, credential_id, request_id, recorded_at)
            VALUES (\(newID()), \(kind.rawValue), \(tenant), \(subject), \(actor.kind.rawValue), \(actor.id),
                \(actor.credentialID), \(request.requestID), \(now))
            """
        )
    }
}

extension TenantTransaction {
    /// A change of the tenant's own set-up: every process reads it anew.
    func recordSettings(_ kind: DirectoryActKind, subject: UUID) throws {
        try recordAct(kind, subject: subject)
        write("touch settings", "SELECT switchyard.touch_settings()")
    }

    /// What somebody did to a tenant beside its cases, recorded beside the acts on the directory.
    func recordAct(_ kind: DirectoryActKind, subject: UUID) throws {
        let actor = request.actor
        write(
            "record act",
            """
            INSERT INTO directory.act (id, kind, tenant_id, subject_id, actor_kind, actor_id, credential_id, request_id, recorded_at)
            VALUES (\(try newID()), \(kind.rawValue), \(tenantID), \(subject), \(actor.kind.rawValue), \(actor.id),
                \(actor.credentialID), \(request.requestID), \(try now))
            """
        )
    }
}
