import BusinessTime
import Foundation
import Postgres

/// The ways in: systems, people and their credentials.
extension TenantDoctor {
    /// People who are looked at for a second factor.
    private static let peopleMax = 500

    /// Each with a secret that opens; none is right for a client whose programs use a key.
    static func sources(in tx: TenantTransaction) throws -> DoctorWord {
        let limit = "a live secret each"
        let rows = try tx.query(
            """
            SELECT s.name, s.address, s.id FROM directory.source s WHERE s.tenant_id = \(tx.tenantID) AND s.status = 'active'
            ORDER BY s.name LIMIT \(TenantSetup.listMax)
            """,
            "sources"
        )
        let dead = try rows.compactMap { row -> String? in
            let sealed = try tx.query(
                "SELECT a.sealed FROM directory.source_by_address(\(try row.column(1, as: String.self))) a",
                "source secrets"
            ).first?.column(0, as: [Bytea].self)
            let id: UUID = try row.column(2)
            let opens = (sealed ?? []).contains { secret in
                (try? tx.deployment.operatorVault.open(secret, as: .sourceSecret, row: id)) != nil
            }
            return opens ? nil : try row.column(0)
        }
        guard dead.isEmpty else {
            let advice = "Rotate the secret and give it to the client: POST /v1/tenants/self/sources/{id}/secret."
            return .fail("without one: \(DoctorFinding.listed(dead))", limit: limit, advice)
        }
        return .ok("\(rows.count) sources", limit: limit)
    }

    /// Whether anything could come in, and when something last did.
    static func intake(in tx: TenantTransaction) throws -> DoctorWord {
        let limit = "a source or an intake key"
        let sources: Int =
            try tx.query(
                "SELECT count(*) FROM directory.source s WHERE s.tenant_id = \(tx.tenantID) AND s.status = 'active'",
                "count sources"
            ).first?.column(0) ?? 0
        let keys = try liveKeys(in: tx).filter { $0.kind == Actor.Kind.intake.rawValue }.count
        guard sources + keys > 0 else {
            return .fail("neither", limit: limit, "Add a source or issue an intake key: no request can come in.")
        }
        let last: Instant? = try tx.query(
            """
            SELECT r.created_at FROM switchyard.receipt r WHERE r.tenant_id = \(tx.tenantID)
            ORDER BY r.created_at DESC LIMIT 1
            """,
            "last receipt"
        ).first?.column(0)
        let found = "\(sources) sources, \(keys) intake keys, last request \(last.map(\.iso8601) ?? "never")"
        guard last != nil else {
            return .warn(found, limit: limit, "Send a test through each source before going live.")
        }
        return .ok(found, limit: limit)
    }

    /// Those who cannot sign in before they have enrolled a device.
    static func secondFactors(in tx: TenantTransaction) throws -> DoctorWord {
        let directory = try tx.directory()
        let staff = try StaffRecord.page(Role.allCases, limit: peopleMax, of: tx.tenantID, in: directory).prefix(
            peopleMax
        )
        let people = Set(staff.map(\.grant.personID))
        let lacking = try people.filter { person in
            let factor = try SecondFactor.of(person, in: directory)
            return factor.isDemanded && factor.enrolledAt == nil
        }
        let limit = "whoever a second factor is demanded of has one"
        guard !lacking.isEmpty else { return .ok("\(people.count) people", limit: limit) }
        return .warn(
            "\(lacking.count) of \(people.count) people have none",
            limit: limit,
            "Ask them to sign in and enrol a device: they can do nothing else until then."
        )
    }

    static func subscriptions(in tx: TenantTransaction) throws -> DoctorWord {
        let all = try Subscription.all(in: tx)
        let off = all.filter { $0.state == .disabled }
        let limit = "all enabled"
        guard !off.isEmpty else { return .ok("\(all.count) subscriptions", limit: limit) }
        let broken = off.filter { $0.reason != .byHand }
        let names = off.map { "\($0.id.text) \($0.reason?.rawValue ?? "")" }
        let found = "off: \(DoctorFinding.listed(names))"
        guard broken.isEmpty else {
            let advice = "Ask the client to mend its receiver, switch it on again and replay what was missed."
            return .fail(found, limit: limit, advice)
        }
        return .warn(found, limit: limit, "Switch them on again, or remove them, when they are not wanted any more.")
    }

    static func keys(in tx: TenantTransaction, _ limits: DoctorLimits) throws -> DoctorWord {
        let live = try liveKeys(in: tx)
        let edge = try tx.now.adding(seconds: limits.expiryDays * CivilDate.secondsPerDay)
        let ending = live.filter { $0.expiresAt ?? .distantFuture < edge }
        let limit = "\(limits.expiryDays) days left"
        guard !ending.isEmpty else { return .ok("\(live.count) keys", limit: limit) }
        let names = ending.map { "\($0.name) (\($0.prefix)) \($0.expiresAt?.iso8601 ?? "")" }
        return .warn(
            "ending: \(DoctorFinding.listed(names))",
            limit: limit,
            "Issue a second key, move the client to it, and revoke this one."
        )
    }

    private static func liveKeys(in tx: TenantTransaction) throws -> [KeySummary] {
        let now = try tx.now
        return try KeySummary.all(of: tx.tenantID, in: tx.directory()).filter {
            $0.revokedAt == nil && $0.expiresAt ?? .distantFuture > now
        }
    }
}
