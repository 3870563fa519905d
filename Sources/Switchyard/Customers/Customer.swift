import BusinessTime
package import Foundation
import Postgres

/// A customer of the tenant's exchange, known by the exchange's own id. What says who they are is sealed.
package struct Customer: Sendable {
    package struct Profile: Sendable, Hashable {
        package var externalID: String
        package var name: String?
        package var email: String?
        /// Where else they can be reached: a handle, a phone number, an in-app address.
        package var address: String?

        package init(externalID: String, name: String? = nil, email: String? = nil, address: String? = nil) {
            self.externalID = externalID
            self.name = name
            self.email = email
            self.address = address
        }
    }

    package static let tierDefault = "standard"

    package let id: UUID
    package internal(set) var profile: Profile
    package internal(set) var language: String?
    package internal(set) var zone: String?
    package internal(set) var tier: String
    package let surveyOptOut: Bool

    static let columns: SQL = "c.id, c.profile, c.language, c.zone, c.tier, c.survey_opt_out"

    init(from row: Row, vault: Vault) throws {
        var cursor = row.cursor()
        try self.init(from: &cursor, vault: vault)
    }

    init(from cursor: inout RowCursor, vault: Vault) throws {
        id = try cursor.next()
        let plain = try JSONParser.parse(vault.open(cursor.next(), as: .customerProfile, row: id), limits: .stored)
        profile = Profile(
            externalID: try plain.string("id"),
            name: try plain.optionalString("name"),
            email: try plain.optionalString("email"),
            address: try plain.optionalString("address")
        )
        language = try cursor.next()
        zone = try cursor.next()
        tier = try cursor.next()
        surveyOptOut = try cursor.next()
    }

    init(id: UUID, profile: Profile, language: String?, zone: String?, tier: String) {
        self.id = id
        self.profile = profile
        self.language = language
        self.zone = zone
        self.tier = tier
        surveyOptOut = false
    }

    package static func find(_ id: UUID, in tx: TenantTransaction) throws -> Customer {
        let vault = try tx.vault()
        let rows = try tx.query(
            "SELECT \(columns) FROM switchyard.customer c WHERE c.tenant_id = \(tx.tenantID) AND c.id = \(id)",
            "customer"
        )
        guard let row = rows.first else { throw DomainError.notFound }
        return try Customer(from: row, vault: vault)
    }

    static func byTicket(_ ticket: UUID, tenant: UUID) -> SQL {
        """
        SELECT \(columns) FROM switchyard.customer c WHERE c.tenant_id = \(tenant) AND c.id =
            (SELECT k.customer_id FROM switchyard.ticket k WHERE k.tenant_id = \(tenant) AND k.id = \(ticket))
        """
    }

    fileprivate func sealedProfile(_ vault: Vault) throws -> Bytea {
        let plain: JSON = [
            "id": .string(profile.externalID), "name": profile.name?.json, "email": profile.email?.json,
            "address": profile.address?.json,
        ]
        return try vault.seal(plain.canonicalBytes, as: .customerProfile, row: id)
    }
}

extension Customer {
    /// What a request says of its customer. Nil means "not said", and keeps what is known.
    package struct Mention: Sendable {
        package var profile: Profile
        package var language: String?
        package var zone: String?
        package var tier: String?

        package init(profile: Profile, language: String? = nil, zone: String? = nil, tier: String? = nil) {
            self.profile = profile
            self.language = language
            self.zone = zone
            self.tier = tier
        }
    }

    /// The customer as known, brought up to date by what the request says; written only when something changed.
    static func upsert(
        _ mention: Mention,
        known: Customer?,
        externalHash: Bytea,
        in tx: TenantTransaction
    ) throws -> Customer {
        let vault = try tx.vault()
        guard var customer = known else {
            let fresh = Customer(
                id: try tx.newID(),
                profile: mention.profile,
                language: mention.language,
                zone: mention.zone,
                tier: mention.tier ?? tierDefault
            )
            try fresh.insert(externalHash, vault: vault, in: tx)
            return fresh
        }
        let before = (customer.profile, customer.language, customer.zone, customer.tier)
        customer.profile.name = mention.profile.name ?? customer.profile.name
        customer.profile.email = mention.profile.email ?? customer.profile.email
        customer.profile.address = mention.profile.address ?? customer.profile.address
        customer.language = mention.language ?? customer.language
        customer.zone = mention.zone ?? customer.zone
        customer.tier = mention.tier ?? customer.tier
        if before != (customer.profile, customer.language, customer.zone, customer.tier) {
            try customer.update(vault: vault, in: tx)
        }
        return customer
    }

    private func insert(_ externalHash: Bytea, vault: Vault, in tx: TenantTransaction) throws {
        let now = try tx.now
        tx.insert(
            "insert customer",
            """
            INSERT INTO switchyard.customer (tenant_id, id, external_hash, profile, language, zone, tier, created_at,
                updated_at)
            VALUES (\(tx.tenantID), \(id), \(externalHash), \(try sealedProfile(vault)), \(language), \(zone), \(tier),
                \(now), \(now))
            """
        )
    }

    private func update(vault: Vault, in tx: TenantTransaction) throws {
        tx.write(
            "update customer",
            """
            UPDATE switchyard.customer SET profile = \(try sealedProfile(vault)), language = \(language),
                zone = \(zone), tier = \(tier), updated_at = \(try tx.now)
            WHERE tenant_id = \(tx.tenantID) AND id = \(id)
            """
        )
    }
}
