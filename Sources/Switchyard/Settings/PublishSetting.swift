import BusinessTime
import Foundation
import Postgres

/// A new version of a part of the tenant's set-up. Versions never change; cases keep the policy they began with.
package enum PublishSetting {
    /// How far ahead a version may begin: as far as its closed times are looked at.
    package static let aheadDaysMax = OpenTime.closedStretchLookaheadDays

    package static func publish(
        _ kind: SettingKind,
        _ document: JSON,
        _ terms: PublishTerms = PublishTerms(),
        in tx: TenantTransaction
    ) throws -> SettingVersion {
        let draft = try SettingDraft(kind, document, terms, in: tx)
        let last = try SettingVersion.latest(kind, line: terms.line, in: tx)
        // Two publications overlap in time but not in the line: the later version is never the earlier one.
        let publishedAt = max(try tx.now, last?.publishedAt ?? .distantPast)
        let effectiveFrom = try effectiveFrom(terms, isFirst: last == nil, publishedAt: publishedAt)
        try draft.requireOpenTime(from: effectiveFrom)
        let version = SettingVersion(
            id: try tx.newID(),
            kind: kind,
            line: terms.line,
            version: (last?.version ?? 0) + 1,
            document: document,
            effectiveFrom: effectiveFrom,
            publishedAt: publishedAt,
            zoneData: kind == .calendar ? ZoneRules.current : nil,
            zoneOffsets: try draft.zoneOffsets(around: publishedAt),
            scope: kind == .policy ? terms.scope : nil
        )
        version.insert(in: tx)
        for team in draft.teams { Team.serve(team, in: tx) }
        try tx.recordSettings(.settingsPublished, subject: version.id)
        switch kind {
        case .calendar: try ClockSweep.start(version.id, from: publishedAt, in: tx)
        case .policy: try startPolicySweep(version, isFirst: last == nil, in: tx)
        case .rules, .survey, .branding: break
        }
        return version
    }

    /// Cases are matched anew when the version comes into force. Before the first one there is mostly no case at all.
    private static func startPolicySweep(_ version: SettingVersion, isFirst: Bool, in tx: TenantTransaction) throws {
        if isFirst {
            let cases = try tx.query(
                "SELECT FROM switchyard.ticket WHERE tenant_id = \(tx.tenantID) LIMIT 1",
                "any case"
            )
            guard !cases.isEmpty else { return }
        }
        try ClockSweep.start(version.id, from: version.effectiveFrom, in: tx)
    }

    /// The first version of a line is in force from the beginning of time, later ones never from before they are known
    /// (`spec/sla.md` C1).
    static func effectiveFrom(_ terms: PublishTerms, isFirst: Bool, publishedAt: Instant) throws -> Instant {
        guard let wanted = terms.effectiveFrom else { return publishedAt }
        let latest = publishedAt.adding(seconds: Int64(aheadDaysMax) * 86_400)
        guard !isFirst, (publishedAt...latest).contains(wanted) else {
            throw DomainError.field(
                "/effective_from",
                .outOfRange,
                isFirst
                    ? ["reason": "first_version"]
                    : ["min": publishedAt.iso8601, "max": latest.iso8601]
            )
        }
        return wanted
    }
}
