package import BusinessTime
import Foundation
import Postgres

/// How customers rated, in groups (`spec/surveys-reports.md`, Scores): answers count on the day they came, in the tenant's
/// zone (`V11`), and are credited to whom and what the case was at when it was resolved (`V9`).
package struct SurveyScores: Sendable, Hashable {
    package enum Grouping: String, CaseIterable, Sendable {
        case team, level, channel, category, tier, language
        /// The person who resolved.
        case owner
        /// Everybody who answered the customer; an answer counts for each of them.
        case touch
    }

    package struct Group: Sendable, Hashable {
        /// Of the grouping: an id, a level, a word; nil where the case had none.
        package let key: String?
        package let answered: Int64
        package let satisfied: Int64
        package let unsatisfied: Int64
        /// Of the question; scores of two are not mixed without saying so (`V8`).
        package let versions: [Int]

        package var csat: Share { Share(satisfied, of: answered) }
        package var interval: WilsonInterval? { WilsonInterval(csat) }
        package var isTooFew: Bool { answered < WilsonInterval.answersMin }
    }

    /// Groups of fewer answers are not for agents (`V12`).
    package static let answersForAgentsMin: Int64 = 5
    package static let groupsMax = 1_000

    package let zone: String
    package let from: CivilDate
    package let to: CivilDate
    /// Invitations that went out in the period.
    package let sent: Int64
    package let total: Group
    package let groups: [Group]
    /// Answers of groups that are too small to be shown to who asks.
    package let hidden: Int64

    package static func make(
        from: CivilDate,
        to: CivilDate,
        by grouping: Grouping,
        in tx: TenantTransaction
    ) throws -> SurveyScores {
        let seesAll = try tx.seesSingleScores
        guard seesAll || isOneMonth(from: from, to: to) else {
            throw DomainError.field("/to", .outOfRange, ["max": "agents see one calendar month at a time"])
        }
        let settings = try tx.settings()
        let days = try DayBoundaries(zone: settings.zone)
        let period = SurveyPeriod(tenant: tx.tenantID, start: days.start(of: from), end: days.start(of: to))
        let answers = try tx.read([
            ("invitations sent", period.sent), ("all scores", period.total),
            ("scores by group", period.groups(grouping)),
        ])
        let total = try answers[1].first.map(Group.init(from:)) ?? .none
        let groups = try answers[2].map(Group.init(from:))
        let shown = seesAll ? groups : groups.filter { $0.answered >= answersForAgentsMin }
        return SurveyScores(
            zone: settings.zone,
            from: from,
            to: to,
            sent: try answers[0].first?.column(0) ?? 0,
            total: seesAll || total.answered >= answersForAgentsMin ? total : .none,
            groups: shown,
            hidden: total.answered - (seesAll ? total.answered : shown.reduce(0) { $0 + $1.answered })
        )
    }

    /// Two periods that overlap would tell a single answer by their difference.
    static func isOneMonth(from: CivilDate, to: CivilDate) -> Bool {
        from.day == 1 && to.day == 1 && (28...31).contains(to.dayNumber - from.dayNumber)
    }
}

/// What the scores are read by.
private struct SurveyPeriod {
    let tenant: UUID
    let start: Instant
    let end: Instant

    var sent: SQL {
        """
        SELECT count(*) FROM switchyard.survey_invitation i
        WHERE i.tenant_id = \(tenant) AND i.sent_at >= \(start) AND i.sent_at < \(end)
        """
    }

    private var figures: SQL {
        """
        count(*), count(*) FILTER (WHERE a.score >= 4), count(*) FILTER (WHERE a.score <= 2),
            coalesce(array_agg(DISTINCT i.survey_version), '{}')
        """
    }

    private var answers: SQL {
        """
        switchyard.survey_answer a
        JOIN switchyard.survey_invitation i ON i.tenant_id = a.tenant_id AND i.id = a.invitation_id
        """
    }

    private var isCounted: SQL {
        "a.tenant_id = \(tenant) AND a.answered_at >= \(start) AND a.answered_at < \(end) AND NOT a.quarantined"
    }

    var total: SQL { "SELECT NULL::text, \(figures) FROM \(answers) WHERE \(isCounted)" }

    func groups(_ grouping: SurveyScores.Grouping) -> SQL {
        let (key, more): (SQL, SQL) =
            switch grouping {
            case .team: ("i.team_id::text", "")
            case .level: ("'L' || i.level", "")
            case .channel: ("i.channel", "")
            case .category: ("i.category", "")
            case .tier: ("i.tier", "")
            case .language: ("i.language", "")
            case .owner: ("i.resolver_id::text", "")
            case .touch: ("r.id::text", "CROSS JOIN LATERAL unnest(i.replier_ids) AS r(id)")
            }
        return """
            SELECT \(key), \(figures) FROM \(answers) \(more) WHERE \(isCounted)
            GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT \(SurveyScores.groupsMax)
            """
    }
}

extension SurveyScores.Group {
    fileprivate static let none = Self(key: nil, answered: 0, satisfied: 0, unsatisfied: 0, versions: [])

    fileprivate init(from row: Row) throws {
        var cursor = row.cursor()
        try self.init(
            key: cursor.next(),
            answered: cursor.next(),
            satisfied: cursor.next(),
            unsatisfied: cursor.next(),
            versions: cursor.next([Int16].self).map(Int.init).sorted()
        )
    }
}

extension SurveyScores: JSONEncodable {
    package var json: JSON {
        [
            "zone": .string(zone), "from": .string(from.description), "to": .string(to.description), "sent": sent.json,
            "total": total.json, "groups": .array(groups.map(\.json)), "answers_in_hidden_groups": hidden.json,
            "bias": "Only customers whose case was resolved and who chose to answer; reopened cases are not in it.",
        ]
    }
}

extension SurveyScores.Group: JSONEncodable {
    package var json: JSON {
        [
            "key": key.json, "answered": answered.json, "satisfied": satisfied.json, "unsatisfied": unsatisfied.json,
            "csat_bp": csat.basisPoints.json, "csat_percent": csat.percent.json,
            "low_permille": (interval?.lowPermille).json, "high_permille": (interval?.highPermille).json,
            "too_few": isTooFew.json, "question_versions": .array(versions.map(\.json)),
        ]
    }
}
