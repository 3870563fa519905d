package import BusinessTime
package import Foundation
import Postgres

/// What a person may do at one client, or over the firm as a whole, and for which cases they suit. It holds from an instant
/// until another; its end counts with the next request.
package struct AccessGrant: Sendable, Hashable {
    /// Words of one list of suitability: skills, languages or clearances.
    package static let wordsMax = 50

    package let personID: UUID
    /// Nil for the firm as a whole, which opens no tenant.
    package let tenantID: UUID?
    package let role: Role
    /// The highest that its holder works at; nil where the role works on no cases.
    package let level: Int?
    package let suits: Suitability
    package let from: Instant?
    package let until: Instant?
    /// What the client whose administrators gave it calls the person; nil for one that the firm gave.
    var staffProfile: PersonProfile?

    /// What cases may ask for, in the tenant's own words, sorted.
    package struct Suitability: Sendable, Hashable {
        package let skills: [String]
        package let languages: [String]
        package let clearances: [String]

        package init(skills: [String] = [], languages: [String] = [], clearances: [String] = []) {
            self.skills = Set(skills).sorted()
            self.languages = Set(languages).sorted()
            self.clearances = Set(clearances).sorted()
        }

        /// From a form's fields of these names; one that is not there is an empty list.
        package init(_ form: JSON) throws {
            self.init(
                skills: try form.optionalStrings("skills") ?? [],
                languages: try form.optionalStrings("languages") ?? [],
                clearances: try form.optionalStrings("clearances") ?? []
            )
        }
    }

    package init(
        personID: UUID,
        tenantID: UUID?,
        role: Role,
        level: Int?,
        suits: Suitability = Suitability(),
        from: Instant?,
        until: Instant?
    ) {
        self.personID = personID
        self.tenantID = tenantID
        self.role = role
        self.level = level
        self.suits = suits
        self.from = from
        self.until = until
    }

    /// Whether the grant `g` holds at an instant.
    static func inForce(at instant: Instant) -> SQL { "g.valid_from <= \(instant) AND \(standing(at: instant))" }

    /// Whether the grant `g` holds then or later.
    static func standing(at instant: Instant) -> SQL { "(g.valid_until IS NULL OR g.valid_until > \(instant))" }

    /// What follows person and tenant, in the order in which `read` takes it.
    static let termColumns: SQL = "g.role, g.level, g.skills, g.languages, g.clearances, g.valid_from, g.valid_until"

    static func read(_ cursor: inout RowCursor, of person: UUID, at tenant: UUID?) throws -> AccessGrant {
        guard let role = Role(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        let level: Int? = try cursor.next()
        let suits = Suitability(
            skills: try cursor.next(),
            languages: try cursor.next(),
            clearances: try cursor.next()
        )
        return AccessGrant(
            personID: person,
            tenantID: tenant,
            role: role,
            level: level,
            suits: suits,
            from: try cursor.next(Instant.self),
            until: try cursor.next()
        )
    }

    /// - Throws: `/level` where the role wants one or has none; `permission_missing` where it reaches further than the giver: what spans the firm, and its administrators,
    ///   are appointed by those who may take on clients.
    package func give(in tx: DirectoryTransaction) throws -> UUID {
        let wantsLevel = tenantID != nil && role.hasLevel
        guard wantsLevel == (level != nil) else {
            throw DomainError.field("/level", wantsLevel ? .required : .notInList)
        }
        if let until, until <= from ?? tx.now { throw DomainError.field("/valid_until", .outOfRange) }
        guard tenantID != nil || role.spansTheFirm else { throw DomainError.field("/tenant_id", .required) }
        if tenantID == nil || role.permissions.contains(.manageTenants) { try tx.require(.manageTenants) }
        let id = tx.newID()
        let sealed = try staffProfile?.sealed(for: id, vault: tx.deployment.operatorVault)
        _ = try tx.execute(
            """
            INSERT INTO directory.access_grant (id, person_id, tenant_id, role, level, skills, languages, clearances,
                valid_from, valid_until, staff_profile)
            VALUES (\(id), \(personID), \(tenantID), \(role.rawValue), \(level.map { Int16(clamping: $0) }), \(suits.skills),
                \(suits.languages), \(suits.clearances), \(from ?? tx.now), \(until), \(sealed))
            """
        )
        try tx.record(.accessGranted, subject: id, tenant: tenantID)
        return id
    }

    /// Ends it now; the person's next request for this tenant finds nothing.
    package static func end(_ id: UUID, in tx: DirectoryTransaction) throws {
        let rows = try tx.query(
            """
            UPDATE directory.access_grant SET valid_until = greatest(\(tx.now), valid_from + interval '1 microsecond')
            WHERE id = \(id) AND (valid_until IS NULL OR valid_until > \(tx.now)) RETURNING tenant_id, role
            """
        )
        guard let row = rows.first else { throw DomainError.notFound }
        let tenant: UUID? = try row.column(0)
        guard let role = Role(rawValue: try row.column(1)) else { throw StoredValueUnknown() }
        if tenant == nil || role.permissions.contains(.manageTenants) { try tx.require(.manageTenants) }
        try tx.record(.accessEnded, subject: id, tenant: tenant)
    }
}
