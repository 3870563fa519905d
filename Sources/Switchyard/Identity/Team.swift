package import BusinessTime
package import Foundation
import Postgres

/// People who work together; the desks of tenants are theirs.
package enum Team {
    package static func add(name: String, in tx: DirectoryTransaction) throws -> UUID {
        let id = tx.newID()
        _ = try tx.execute("INSERT INTO directory.team (id, name, created_at) VALUES (\(id), \(name), \(tx.now))")
        try tx.record(.teamAdded, subject: id)
        return id
    }

    package static func addMember(
        _ person: UUID,
        to team: UUID,
        from: Instant?,
        until: Instant?,
        in tx: DirectoryTransaction
    ) throws {
        _ = try tx.execute(
            """
            INSERT INTO directory.team_member (team_id, person_id, valid_from, valid_until)
            VALUES (\(team), \(person), \(from ?? tx.now), \(until))
            ON CONFLICT (team_id, person_id) DO UPDATE SET valid_from = excluded.valid_from, valid_until = excluded.valid_until
            """
        )
        try tx.record(.memberAdded, subject: team)
    }

    package static func removeMember(_ person: UUID, from team: UUID, in tx: DirectoryTransaction) throws {
        let ended = try tx.execute(
            """
            UPDATE directory.team_member SET valid_until = greatest(\(tx.now), valid_from + interval '1 microsecond')
            WHERE team_id = \(team) AND person_id = \(person) AND (valid_until IS NULL OR valid_until > \(tx.now))
            """
        )
        guard ended == 1 else { throw DomainError.notFound }
        try tx.record(.memberRemoved, subject: team)
    }

    /// The team that takes a tenant's cases at a level.
    package static func setDesk(level: Int, team: UUID, in tx: TenantTransaction) throws {
        tx.write(
            "set desk",
            """
            INSERT INTO directory.desk (tenant_id, level, team_id) VALUES (\(tx.tenantID), \(Int16(clamping: level)), \(team))
            ON CONFLICT (tenant_id, level) DO UPDATE SET team_id = excluded.team_id
            """
        )
        serve(team, in: tx)
        try tx.recordSettings(.deskSet, subject: team)
    }

    /// Lets cases of the tenant be with the team: said by whatever names one for them, a desk, a published rule or an offer.
    /// The database refuses a case with any other.
    static func serve(_ team: UUID, in tx: TenantTransaction) {
        tx.write(
            "team serves",
            """
            INSERT INTO switchyard.serving_team (tenant_id, team_id) VALUES (\(tx.tenantID), \(team))
            ON CONFLICT (tenant_id, team_id) DO NOTHING
            """
        )
    }
}
