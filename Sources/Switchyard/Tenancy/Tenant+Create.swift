package import Foundation
import Postgres

/// A client exchange of the operator.
package struct Tenant: Sendable {
    package static let pageMax = 1_000
    /// A hundred times more exchanges than any firm answers for.
    package static let pagesMax = 100

    package enum Status: String, CaseIterable, Sendable {
        case active, suspended, closed
    }

    package let id: UUID
    package let slug: String
    package let name: String
    package let zone: String
    package let language: String
    package let status: Status
    /// Nothing of it leaves the house (`Delivery.prepare`). Fixed when it is made.
    package let sandbox: Bool

    private static let columns: SQL = "t.id, t.slug, t.name, t.zone, t.language, t.status, t.sandbox"

    /// The directory row. The tenant's own keys follow with its first transaction (`Tenant.furnish`), behind its wall.
    package static func create(
        slug: String,
        name: String,
        zone: String,
        language: String,
        sandbox: Bool = false,
        in tx: DirectoryTransaction
    ) throws -> Tenant {
        let tenant = Tenant(
            id: tx.newID(),
            slug: slug,
            name: name,
            zone: zone,
            language: language,
            status: .active,
            sandbox: sandbox
        )
        _ = try tx.execute(
            """
            INSERT INTO directory.tenant (id, slug, name, zone, language, status, sandbox, created_at)
            VALUES (\(tenant.id), \(slug), \(name), \(zone), \(language), \(tenant.status.rawValue), \(sandbox), \(tx.now))
            """
        )
        try tx.record(.tenantCreated, subject: tenant.id, tenant: tenant.id)
        return tenant
    }

    /// Makes the data key of a tenant that has none. Safe to repeat, so a crash between the two transactions heals.
    package static func furnish(in tx: TenantTransaction) throws {
        let wrapped = try Vault.makeKey(owner: tx.tenantID, id: 1, master: tx.deployment.master)
        tx.write(
            "insert data key",
            """
            INSERT INTO switchyard.data_key (tenant_id, id, wrapped, created_at)
            VALUES (\(tx.tenantID), 1, \(Bytea(wrapped)), \(try tx.now)) ON CONFLICT (tenant_id, id) DO NOTHING
            """
        )
    }

    /// Every tenant in the order of its slug, a page at a time; `after` is the last slug of the page before.
    package static func page(
        after slug: String? = nil,
        limit: Int = pageMax,
        in tx: DirectoryTransaction
    ) throws -> [Tenant] {
        let rows = try tx.query(
            """
            SELECT \(columns) FROM directory.tenant t WHERE t.slug > \(slug ?? "")
            ORDER BY t.slug LIMIT \(min(limit, pageMax))
            """
        )
        return try rows.map(Tenant.init(from:))
    }

    /// The one tenant, as a list that its own keys may see.
    package static func only(_ id: UUID, in tx: DirectoryTransaction) throws -> [Tenant] {
        let rows = try tx.query("SELECT \(columns) FROM directory.tenant t WHERE t.id = \(id)")
        return try rows.map(Tenant.init(from:))
    }

    /// Tenants a person holds a grant for now.
    package static func granted(
        to person: UUID,
        after slug: String? = nil,
        limit: Int = pageMax,
        in tx: DirectoryTransaction
    ) throws -> [Tenant] {
        let rows = try tx.query(
            """
            SELECT \(columns) FROM directory.tenant t
            WHERE t.status = 'active' AND t.slug > \(slug ?? "") AND EXISTS (SELECT FROM directory.access_grant g
                WHERE g.tenant_id = t.id AND g.person_id = \(person) AND \(AccessGrant.inForce(at: tx.now)))
            ORDER BY t.slug LIMIT \(min(limit, pageMax))
            """
        )
        return try rows.map(Tenant.init(from:))
    }

    /// All tenants that `page` answers page by page, each page by a call of its own.
    package static func every(_ page: (_ after: String?) throws -> [Tenant]) rethrows -> [Tenant] {
        var tenants: [Tenant] = []
        for _ in 0..<pagesMax {
            let next = try page(tenants.last?.slug)
            tenants += next
            if next.count < pageMax { break }
        }
        return tenants
    }

    /// By id or slug; nil for names that are neither.
    package static func find(_ name: String, in tx: DirectoryTransaction) throws -> UUID? {
        if let id = UUID(uuidString: name) { return id }
        return try tx.query("SELECT id FROM directory.tenant WHERE slug = \(name)").first?.column(0)
    }

    private init(from row: Row) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        slug = try cursor.next()
        name = try cursor.next()
        zone = try cursor.next()
        language = try cursor.next()
        guard let status = Status(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.status = status
        sandbox = try cursor.next()
    }

    private init(
        id: UUID,
        slug: String,
        name: String,
        zone: String,
        language: String,
        status: Status,
        sandbox: Bool
    ) {
        self.id = id
        self.slug = slug
        self.name = name
        self.zone = zone
        self.language = language
        self.status = status
        self.sandbox = sandbox
    }
}
