import BusinessTime
package import Foundation
package import Switchyard

/// The directory's part of a fixture: the tenant, its keys, people, teams and grants, in one transaction.
struct FixtureDirectory {
    /// 2000-01-01, before any time a test lets its clock show.
    static let grantedFrom = Instant(microseconds: 946_684_800_000_000)

    let tenantID: UUID
    let operatorAdmin: TenantFixture.Credential
    let tenantAdmin: TenantFixture.Credential
    let intake: TenantFixture.Credential
    private(set) var agents: [TenantFixture.Member] = []
    private(set) var leads: [TenantFixture.Member] = []
    private(set) var teams: [Int: UUID] = [:]

    init(slug: String, options: TenantFixture.Options, in tx: DirectoryTransaction) throws {
        let tenant = try Tenant.create(
            slug: slug,
            name: options.name,
            zone: options.zone,
            language: options.language,
            sandbox: options.sandbox,
            in: tx
        )
        tenantID = tenant.id
        operatorAdmin = try .issue(.operatorAdmin, in: tx)
        tenantAdmin = try .issue(.tenantAdmin, tenant: tenant.id, in: tx)
        intake = try .issue(.intake, tenant: tenant.id, in: tx)
        guard options.hasDesks else { return }
        for level in TenantFixture.levels {
            let team = try Team.add(name: "\(slug) L\(level)", in: tx)
            teams[level] = team
            agents.append(try member(.agent, level: level, of: team, slug: slug, language: options.language, in: tx))
            leads.append(try member(.lead, level: level, of: team, slug: slug, language: options.language, in: tx))
        }
    }

    private func member(
        _ role: Role,
        level: Int,
        of team: UUID,
        slug: String,
        language: String,
        in tx: DirectoryTransaction
    ) throws -> TenantFixture.Member {
        let name = "\(role.rawValue.capitalized) L\(level)"
        let email = "\(role.rawValue)-l\(level)@\(slug).example"
        let person = try Person.add(PersonProfile(name: name, email: email), language: language, in: tx)
        try Team.addMember(person, to: team, from: FixtureDirectory.grantedFrom, until: nil, in: tx)
        let grant = try AccessGrant(
            personID: person,
            tenantID: tenantID,
            role: role,
            level: level,
            from: FixtureDirectory.grantedFrom,
            until: nil
        ).give(in: tx)
        return TenantFixture.Member(
            level: level,
            personID: person,
            name: name,
            email: email,
            grantID: grant,
            credential: try .issue(.agent, person: person, in: tx)
        )
    }
}

extension TenantFixture.Credential {
    /// A key with every permission of its kind.
    package static func issue(
        _ kind: Actor.Kind,
        tenant: UUID? = nil,
        person: UUID? = nil,
        in tx: DirectoryTransaction
    ) throws -> TenantFixture.Credential {
        let issued = try KeyDraft(kind: kind, name: "test", tenantID: tenant, personID: person).issue(in: tx)
        return TenantFixture.Credential(
            actor: Actor(kind: kind, id: person, credentialID: issued.id, tenantID: tenant),
            key: issued.key
        )
    }
}
