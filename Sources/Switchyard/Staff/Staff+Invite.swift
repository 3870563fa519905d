package import BusinessTime
package import Foundation
import Postgres

/// People of the client's own side, whom its administrators take on and let go without asking the firm.
package enum Staff {
    package static let roles = Role.allCases.filter(\.isOfClient)

    package struct Draft: Sendable {
        package let profile: PersonProfile
        /// Of the mail that invites them.
        package let language: String?
        package let role: Role
        package let until: Instant?

        package init(profile: PersonProfile, language: String?, role: Role, until: Instant?) {
            self.profile = profile
            self.language = language
            self.role = role
            self.until = until
        }

        package static let schema: Schema = .named(
            "NewStaff",
            .object([
                .required("name", .text(1...200)), .required("email", .format(.email)),
                .required("role", .oneOf(Staff.roles.map(\.rawValue))),
                .optional("language", .format(.language), "Of the mail that invites them; default the tenant's."),
                .optional("valid_until", .format(.instant)),
            ])
        )
    }

    /// Gives somebody a role here. Whoever is not known yet is mailed a link to choose a password; whoever is known, from
    /// another client say, comes in as they always do, and the answer is the same. A grant of the same role here ends.
    ///
    /// - Returns: the grant's id.
    /// - Throws: `permission_missing` for a role of the firm's and for one that may more than the caller; `/email` `taken` for
    ///   somebody whom the firm has let go.
    package static func invite(_ draft: Draft, in tx: TenantTransaction) throws -> UUID {
        try requireReach(over: draft.role, in: tx)
        let language = try draft.language ?? tx.settings().language
        let directory = try tx.directory()
        let person: UUID
        if let known = try PersonRecord.find(email: draft.profile.email, in: directory) {
            guard known.status == .active else { throw DomainError.field("/email", .taken) }
            person = known.id
            try endAlike(draft.role, of: person, in: directory, tenant: tx.tenantID)
        } else {
            person = try Person.add(draft.profile, language: language, in: directory)
            _ = try SignInLink.invite(person, in: directory)
        }
        var grant = AccessGrant(
            personID: person,
            tenantID: tx.tenantID,
            role: draft.role,
            level: nil,
            from: nil,
            until: draft.until
        )
        grant.staffProfile = draft.profile
        return try grant.give(in: directory)
    }

    /// As `StaffRecord.page`.
    package static func page(after id: UUID?, limit: Int, in tx: TenantTransaction) throws -> [StaffRecord] {
        try StaffRecord.page(roles, after: id, limit: limit, of: tx.tenantID, in: tx.directory())
    }

    /// The person's next request for this tenant finds nothing.
    ///
    /// - Throws: `not_found` for whatever is no grant of this tenant's own people; `permission_missing` where its role may more
    ///   than the caller.
    package static func letGo(_ grant: UUID, in tx: TenantTransaction) throws {
        let directory = try tx.directory()
        let rows = try directory.query(
            """
            SELECT role FROM directory.access_grant
            WHERE id = \(grant) AND tenant_id = \(tx.tenantID) AND role = ANY (\(roles.map(\.rawValue)))
            """
        )
        guard let row = rows.first else { throw DomainError.notFound }
        guard let role = Role(rawValue: try row.column(0)) else { throw StoredValueUnknown() }
        try requireReach(over: role, in: tx)
        try AccessGrant.end(grant, in: directory)
    }

    private static func requireReach(over role: Role, in tx: TenantTransaction) throws {
        let own = try tx.callersPermissions()
        guard role.isOfClient, own.contains(.managePeople) || role.permissions.isSubset(of: own) else {
            throw DomainError.forbidden
        }
    }

    private static func endAlike(_ role: Role, of person: UUID, in tx: DirectoryTransaction, tenant: UUID) throws {
        for one in try GrantRecord.standing(of: person, in: tx)
        where one.grant.tenantID == tenant && one.grant.role == role {
            try AccessGrant.end(one.id, in: tx)
        }
    }
}

extension TenantTransaction {
    /// What the caller may do here, and to the firm as a whole.
    func callersPermissions() throws -> Set<Permission> {
        let actor = request.actor
        guard actor.personID != nil else { return actor.permissions }
        let here = Set(try personRole?.permissions.filter { !$0.isOfFirm } ?? [])
        let overFirm = try directory().permissions().filter(\.isOfFirm)
        return actor.permissions.intersection(here.union(overFirm))
    }
}
