import BusinessTime
import Foundation
import Postgres

/// What a tenant has, section by section.
enum SetupReading {
    static func items(
        _ section: SetupSection,
        _ permissions: Set<Permission>,
        in tx: TenantTransaction
    ) throws -> [SetupItem] {
        switch section {
        case .tenant: try traits(in: tx)
        case .desks: try desks(in: tx)
        case .people: try people(permissions, in: tx)
        case .contacts: try contacts(in: tx)
        case .endpoints: try endpoints(in: tx)
        case .calendars:
            try SettingVersion.latestOfLines(.calendar, in: tx).map { SetupItem(section, $0.line, $0.document) }
        case .policy: try newest(.policy, section, in: tx)
        case .rules: try newest(.rules, section, in: tx)
        case .survey: try newest(.survey, section, in: tx)
        case .branding: try newest(.branding, section, in: tx)
        case .serviceLevels:
            try ServiceLevelTermsLine.load(in: tx).versions.suffix(1).map { terms in
                SetupItem(section, "", TenantSetup.serviceLevels(terms.targets, terms.credit))
            }
        case .rota:
            try RotaLine.load(from: tx.now, in: tx).versions.max { $0.number < $1.number }
                .map { [SetupItem(section, "", $0.document)] } ?? []
        case .sources: try sources(in: tx)
        case .subscriptions: try SetupSubscription.items(in: tx)
        case .keys: try keys(in: tx)
        }
    }

    /// Whether publishing it as it stands would be refused until somebody says that it is meant.
    static func isDoubtful(_ item: SetupItem, in tx: TenantTransaction) throws -> Bool {
        switch item.section {
        case .calendars:
            let document = try SettingDraft.calendar(item.value)
            return try OpenTime(document: document).neverOpenStretch(from: tx.now) != nil
        case .rota:
            let line = RotaLine(
                versions: [try RotaVersion(number: 1, effectiveFrom: tx.now, document: item.value)]
            )
            return try !RotaForecast(line, from: tx.now).gaps.isEmpty
        case .tenant, .desks, .people, .contacts, .endpoints, .policy, .rules, .survey, .branding, .serviceLevels,
            .sources, .subscriptions, .keys:
            return false
        }
    }

    private static func newest(
        _ kind: SettingKind,
        _ section: SetupSection,
        in tx: TenantTransaction
    ) throws -> [SetupItem] {
        try SettingVersion.latest(kind, in: tx).map { [SetupItem(section, "", $0.document)] } ?? []
    }

    private static func traits(in tx: TenantTransaction) throws -> [SetupItem] {
        guard let row = try tx.query("SELECT name, zone, language FROM switchyard.this_tenant()", "this tenant").first
        else { throw DomainError.notFound }
        let traits = try Tenant.Trait.allCases.enumerated().map { place, trait in
            SetupItem(.tenant, trait.rawValue, .string(try row.column(place)))
        }
        return try Tenant.isSandbox(in: tx) ? traits + [SetupItem(.tenant, Tenant.sandboxMember, true)] : traits
    }

    private static func desks(in tx: TenantTransaction) throws -> [SetupItem] {
        try tx.query(
            """
            SELECT d.level, t.name FROM directory.desk d JOIN directory.team t ON t.id = d.team_id
            WHERE d.tenant_id = \(tx.tenantID) ORDER BY d.level
            """,
            "desks"
        ).map { SetupItem(.desks, "L\(try $0.column(0, as: Int16.self))", .string(try $0.column(1))) }
    }

    /// The client's own people; the firm's as well for whoever may see them.
    private static func people(_ permissions: Set<Permission>, in tx: TenantTransaction) throws -> [SetupItem] {
        let roles = permissions.contains(.readDirectory) ? Role.allCases : Staff.roles
        var people: [String: SetupItem] = [:]
        for record in try whole(StaffRecord.page(roles, of: tx.tenantID, in: tx.directory()), StaffRecord.countMax) {
            let item = SetupPerson.item(record)
            people[item.name] = item
        }
        return Array(people.values)
    }

    private static func contacts(in tx: TenantTransaction) throws -> [SetupItem] {
        let vault = try tx.vault()
        return try tx.query(
            "SELECT id, purpose, sealed FROM switchyard.client_contact WHERE tenant_id = \(tx.tenantID) LIMIT 10",
            "client contacts"
        ).map { row in
            let contact = try ClientContact(from: row, vault: vault)
            return SetupItem(
                .contacts,
                contact.purpose.rawValue,
                ["name": contact.name.json, "email": contact.email.json, "language": contact.language.json]
            )
        }
    }

    private static func endpoints(in tx: TenantTransaction) throws -> [SetupItem] {
        let vault = try tx.vault()
        return try tx.query(
            "SELECT id, purpose, sealed FROM switchyard.endpoint WHERE tenant_id = \(tx.tenantID) LIMIT 10",
            "endpoints"
        ).map { row in
            let endpoint = try Endpoint(from: row, vault: vault)
            return SetupItem(.endpoints, endpoint.purpose.rawValue, ["url": .string(endpoint.url)])
        }
    }

    private static func sources(in tx: TenantTransaction) throws -> [SetupItem] {
        let rows = try tx.query(
            """
            SELECT name, silent_after_minutes FROM directory.source WHERE tenant_id = \(tx.tenantID) AND status = 'active'
            ORDER BY name LIMIT \(TenantSetup.listMax + 1)
            """,
            "sources"
        )
        return try whole(Array(rows), TenantSetup.listMax).map { row in
            let minutes = try row.column(1, as: Int32?.self).map(Int64.init)
            return TenantSetup.source(name: try row.column(0), silentAfterMinutes: minutes)
        }
    }

    /// What a document cannot hold is not left out of it: applied again, it would be taken for new.
    private static func whole<Found>(_ found: [Found], _ most: Int) throws -> [Found] {
        guard found.count <= most else { throw DomainError(.conflict, "setup_too_large") }
        return found
    }

    /// Those that are good; of several that are the same, one.
    private static func keys(in tx: TenantTransaction) throws -> [SetupItem] {
        let now = try tx.now
        let live = try KeySummary.all(of: tx.tenantID, in: tx.directory()).filter {
            $0.revokedAt == nil && $0.expiresAt ?? .distantFuture > now
        }
        var keys: [String: SetupItem] = [:]
        for key in try whole(live, TenantSetup.listMax) {
            let item = TenantSetup.key(kind: key.kind, name: key.name, scopes: key.scopes, expiresAt: key.expiresAt)
            keys[item.name] = item
        }
        return Array(keys.values)
    }
}
