import BusinessTime
import Foundation
import Postgres

/// A document read and found good, before it is published.
struct SettingDraft {
    let kind: SettingKind
    private let calendar: (document: CalendarDocument, openTime: OpenTime)?
    private let terms: PublishTerms
    /// Teams that it sends cases to by name.
    let teams: Set<UUID>

    /// Refuses what could not be compiled, with a pointer.
    init(_ kind: SettingKind, _ document: JSON, _ terms: PublishTerms, in tx: TenantTransaction) throws {
        self.kind = kind
        self.terms = terms
        calendar = try kind == .calendar ? Self.compiled(Self.calendar(document)) : nil
        let rules = try kind == .rules ? TriageRules(document) : TriageRules()
        teams = Set(rules.rules.compactMap(\.route?.teamID))
        switch kind {
        case .calendar: break
        case .policy: _ = try Self.policies(document, in: tx)
        case .rules: try Self.requireRoutes(rules, in: tx)
        case .survey: _ = try SurveyPolicy(document)
        case .branding: _ = try Branding(document)
        }
    }

    private static func compiled(_ document: CalendarDocument) throws -> (CalendarDocument, OpenTime) {
        (document, try OpenTime(document: document))
    }

    /// Of a calendar with a zone: what the zone is known to do.
    func zoneOffsets(around instant: Instant) throws -> [Int64]? {
        try calendar.flatMap { try ZoneRules.offsets(of: $0.document, around: instant)?.packed }
    }

    /// Where rules send a case, somebody has to be.
    private static func requireRoutes(_ rules: TriageRules, in tx: TenantTransaction) throws {
        let problems = try rules.rules.enumerated().flatMap { place, rule in
            try rule.route?.problems(at: "/rules/\(place)/then/route", in: tx) ?? []
        }
        guard problems.isEmpty else { throw DomainError(.invalid, "validation_failed", fields: problems) }
    }

    static func calendar(_ document: JSON) throws -> CalendarDocument {
        do {
            return try JSONDecoder().decode(CalendarDocument.self, from: Data(document.bytes))
        } catch let error as CalendarError {
            throw DomainError.field(error.pointer, .badFormat, ["reason": error.code.rawValue])
        } catch is DecodingError {
            throw DomainError.field("", .wrongType)
        }
    }

    static func policies(_ document: JSON, in tx: TenantTransaction) throws -> PolicyBook {
        try PolicyBook.publishable(document, surroundings(document, in: tx))
    }

    /// What the policies may name, asked only where they name it.
    private static func surroundings(_ document: JSON, in tx: TenantTransaction) throws -> PolicyBook.Surroundings {
        guard document["policies"] != nil || document["calendar"] != nil else { return PolicyBook.Surroundings() }
        let answers = try tx.read([
            (
                "calendar lines",
                """
                SELECT DISTINCT line FROM switchyard.setting_version
                WHERE tenant_id = \(tx.tenantID) AND kind = \(SettingKind.calendar.rawValue)
                """
            ),
            ("desk teams", "SELECT desk_teams FROM switchyard.this_tenant()"),
        ])
        return PolicyBook.Surroundings(
            calendars: Set(try answers[0].map { try $0.column(0) }),
            teams: Set(try answers[1].flatMap { try $0.column(0, as: [UUID].self) })
        )
    }

    /// T6: weeks without an open second are a mistake unless somebody says otherwise.
    func requireOpenTime(from start: Instant) throws {
        guard !terms.confirmsNeverOpen, let stretch = calendar?.openTime.neverOpenStretch(from: start) else { return }
        throw DomainError.field(
            "/weekly",
            .neverOpen,
            ["from": stretch.lowerBound.iso8601, "to": stretch.upperBound.iso8601, "confirm": "confirm_never_open"]
        )
    }
}
