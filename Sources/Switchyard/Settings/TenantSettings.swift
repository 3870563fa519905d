import BusinessTime
package import Foundation
import Postgres

/// A tenant's set-up, compiled: everything an act needs to decide without asking the database again. A value that is asked
/// for dozens of times an act: handed on as one reference, and not copied member by member.
package final class TenantSettings: Sendable {
    package let revision: Int64
    package let slug: String
    package let name: String
    package let zone: String
    package let language: String
    /// Team that takes the tenant's cases at a level.
    package let desks: [Int: UUID]
    package let vault: Vault
    /// By the name of the line.
    package let calendars: [String: TenantCalendar]
    /// Every published version: a case keeps the one it started with (`spec/sla.md C2`).
    package let policies: PolicyLine
    package let rules: TriageRules
    package let survey: SurveyPolicy
    package let branding: Branding
    package let replyEndpoint: Endpoint?
    package let noticeEndpoint: Endpoint?
    package let escalation: EscalationSetUp
    /// Of subscriptions that are enabled.
    package let eventTakers: [EventTaker]
    package let quotas: Quotas

    /// Versions of one kind of setting that are read; older ones than that are never in force for a live case.
    static let versionsMax = 1_000

    package func calendar(_ name: String = TenantCalendar.nameDefault) -> TenantCalendar { calendars[name] ?? .none }

    func terms(version: Int, attributes: CaseAttributes, caseRecordedAt recordedAt: Instant) -> CaseTerms {
        CaseTerms(
            policies,
            version: version,
            attributes: attributes,
            calendars: .tenant(calendars, caseRecordedAt: recordedAt)
        )
    }

    static func load(revision: Int64, in tx: TenantTransaction) throws -> TenantSettings {
        let tenant = tx.tenantID
        let answers = try tx.read([
            ("this tenant", "SELECT slug, name, zone, language, desk_levels, desk_teams FROM switchyard.this_tenant()"),
            (
                "data keys",
                "SELECT id, wrapped FROM switchyard.data_key WHERE tenant_id = \(tenant) ORDER BY id LIMIT 100"
            ),
            (
                "setting versions",
                """
                SELECT kind, line, version, document, effective_from, published_at, applies, zone_data, zone_offsets FROM (
                    SELECT *, row_number() OVER (PARTITION BY kind, line ORDER BY version DESC) AS age
                    FROM switchyard.setting_version WHERE tenant_id = \(tenant)) v
                WHERE age <= \(versionsMax) ORDER BY kind, line, version
                """
            ),
            ("endpoints", "SELECT id, purpose, sealed FROM switchyard.endpoint WHERE tenant_id = \(tenant) LIMIT 10"),
            (
                "quotas", Quotas.select(tenant: "\(tenant)")
            ),
            (
                "subscriptions",
                """
                SELECT id, types FROM switchyard.subscription
                WHERE tenant_id = \(tenant) AND state = \(Subscription.State.enabled.rawValue) LIMIT \(Subscription.countMax)
                """
            ),
        ])
        let keys = try answers[1].map { row in
            var cursor = row.cursor()
            return (id: try cursor.next(Int16.self), bytes: try cursor.next(Bytea.self).bytes)
        }
        // Between the two transactions that make a tenant (`Tenant.create`, `Tenant.furnish`) it is not there yet.
        guard !keys.isEmpty else { throw DomainError.notFound }
        let vault = try Vault(owner: tenant, wrapped: keys, master: tx.deployment.master)
        var versions = SettingVersions()
        for row in answers[2] { try versions.add(row) }
        guard let row = answers[0].first else { throw DomainError.notFound }
        var cursor = row.cursor()
        let endpoints = try answers[3].map { try Endpoint(from: $0, vault: vault) }
        return try TenantSettings(
            revision: revision,
            tenant: &cursor,
            vault: vault,
            versions: versions,
            endpoints: endpoints,
            escalation: EscalationSetUp.load(vault: vault, in: tx),
            eventTakers: answers[5].map(EventTaker.init(from:)),
            quotas: Quotas(from: answers[4].first)
        )
    }

    private init(
        revision: Int64,
        tenant: inout RowCursor,
        vault: Vault,
        versions: SettingVersions,
        endpoints: [Endpoint],
        escalation: EscalationSetUp,
        eventTakers: [EventTaker],
        quotas: Quotas
    ) throws {
        self.revision = revision
        slug = try tenant.next()
        name = try tenant.next()
        zone = try tenant.next()
        language = try tenant.next()
        desks = try Self.desks(levels: tenant.next(), teams: tenant.next())
        self.vault = vault
        calendars = versions.calendars.compactMapValues(TenantCalendar.init)
        policies = PolicyLine(versions.policies)
        rules = versions.rules
        survey = versions.survey
        branding = versions.branding
        replyEndpoint = endpoints.first { $0.purpose == .reply }
        noticeEndpoint = endpoints.first { $0.purpose == .notice }
        self.escalation = escalation
        self.eventTakers = eventTakers
        self.quotas = quotas
    }

    private init(_ other: TenantSettings, calendars: [String: TenantCalendar], policies: PolicyLine) {
        revision = other.revision
        slug = other.slug
        name = other.name
        zone = other.zone
        language = other.language
        desks = other.desks
        vault = other.vault
        self.calendars = calendars
        self.policies = policies
        rules = other.rules
        survey = other.survey
        branding = other.branding
        replyEndpoint = other.replyEndpoint
        noticeEndpoint = other.noticeEndpoint
        escalation = other.escalation
        eventTakers = other.eventTakers
        quotas = other.quotas
    }

    /// The same but for one calendar.
    func with(_ calendar: TenantCalendar, named line: String) -> TenantSettings {
        TenantSettings(self, calendars: calendars.merging([line: calendar]) { _, new in new }, policies: policies)
    }

    /// The same but for the policies.
    func with(_ policies: PolicyLine) -> TenantSettings {
        TenantSettings(self, calendars: calendars, policies: policies)
    }

    private static func desks(levels: [Int16], teams: [UUID]) -> [Int: UUID] {
        Dictionary(zip(levels.map(Int.init), teams)) { first, _ in first }
    }
}

/// Documents as published, read into what they mean.
private struct SettingVersions {
    var calendars: [String: [CalendarLine.Version]] = [:]
    var policies: [PolicyLine.Version] = []
    var rules = TriageRules()
    var survey = SurveyPolicy()
    var branding = Branding()

    mutating func add(_ row: Row) throws {
        var cursor = row.cursor()
        guard let kind = SettingKind(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        let line: String = try cursor.next()
        let version: Int = try cursor.next()
        let text = try cursor.next(JSONB.self).text
        let effectiveFrom: Instant = try cursor.next()
        let publishedAt: Instant = try cursor.next()
        let applies: String? = try cursor.next()
        switch kind {
        case .calendar:
            let document = try JSONDecoder().decode(CalendarDocument.self, from: Data(text.utf8))
            let offsets = try ZoneRules.offsets(of: cursor.next(), cursor.next())
            calendars[line, default: []].append(
                CalendarLine.Version(
                    publishedAt: publishedAt,
                    effectiveFrom: effectiveFrom,
                    openTime: try OpenTime(document: document, zoneOffsets: offsets)
                )
            )
        case .policy:
            policies.append(
                PolicyLine.Version(
                    number: version,
                    effectiveFrom: effectiveFrom,
                    scope: try scope(applies),
                    book: try PolicyBook(JSONParser.parse(text, limits: .stored))
                )
            )
        case .rules:
            rules = try TriageRules(JSONParser.parse(text, limits: .stored))
            rules.version = version
        case .survey: survey = try SurveyPolicy(JSONParser.parse(text, limits: .stored))
        case .branding: branding = try Branding(JSONParser.parse(text, limits: .stored))
        }
    }

    private func scope(_ text: String?) throws -> CaseFact.PublishScope {
        guard let text else { return .newCyclesOnly }
        guard let scope = CaseFact.PublishScope(rawValue: text) else { throw StoredValueUnknown() }
        return scope
    }
}
