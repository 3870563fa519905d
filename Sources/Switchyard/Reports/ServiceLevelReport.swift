package import BusinessTime
package import Foundation
import Postgres

/// How it went, for one tenant: the one function behind the API, the export and `switchyardctl report`
/// (`spec/surveys-reports.md G6`). Counts cases opened from `from` on and before `to`, both dates of the tenant's own zone
/// (`G8`); survey answers count on the day they came (`V11`). Cases without an answer stay in every denominator.
package struct ServiceLevelReport: Sendable, Hashable {
    /// Longest period of one report.
    package static let daysMax = 20_000

    package struct Metric: Sendable, Hashable {
        package let name: String
        /// Clocks that were fulfilled; the percentiles are over these, in open seconds.
        package let fulfilled: Int64
        package let p50Seconds: Int64?
        package let p90Seconds: Int64?
        package let met: Int64
        package let missed: Int64
        /// Still running, not breached.
        package let pending: Int64

        package var share: Share { Share(met, of: met + missed) }
    }

    package struct Surveys: Sendable, Hashable {
        package let sent: Int64
        package let answered: Int64
        /// Answers of 4 and 5.
        package let satisfied: Int64

        package var csat: Share { Share(satisfied, of: answered) }
        package var interval: WilsonInterval? { WilsonInterval(csat) }
        package var isTooFew: Bool { answered < WilsonInterval.answersMin }
    }

    package let tenantID: UUID
    package let slug: String
    package let name: String
    package let zone: String
    package let from: CivilDate
    package let to: CivilDate
    /// When it was made.
    package let madeAt: Instant
    /// All cases up to then are in; nil before the first roll-up.
    package let countedUntil: Instant?
    package let cases: Int64
    package let answered: Int64
    package let excluded: Int64
    package let firstReply: Metric
    package let resolution: Metric
    /// Steps up to L2, L3 and L4.
    package let escalations: [Int64]
    package let surveys: Surveys
    /// False for somebody who may not see scores of so few answers or of such a period (`spec/surveys-reports.md V12`).
    package let showsScores: Bool

    package var unanswered: Int64 { cases - answered - excluded }

    package static func make(
        from: CivilDate,
        to: CivilDate,
        in tx: TenantTransaction
    ) throws -> ServiceLevelReport {
        guard from < to else { throw DomainError.field("/to", .outOfRange, ["min": "after from"]) }
        guard to.dayNumber - from.dayNumber <= daysMax else {
            throw DomainError.field("/to", .outOfRange, ["max": "\(daysMax) days after from"])
        }
        let settings = try tx.settings()
        let days = try DayBoundaries(zone: settings.zone)
        let now = try tx.now
        let period = ReportPeriod(
            tenant: tx.tenantID,
            from: from,
            to: to,
            start: days.start(of: from),
            end: days.start(of: to),
            now: now
        )
        let answers = try tx.read([
            ("case totals", period.caseTotals), ("survey totals", period.surveyTotals), ("mark", period.mark),
        ])
        let totals = try CaseTotals(answers[0])
        let percentiles = try tx.read(period.percentiles(of: totals)).map { try $0.first?.column(0, as: Int64.self) }
        let surveys = try Surveys(answers[1])
        return try ServiceLevelReport(
            tenantID: tx.tenantID,
            slug: settings.slug,
            name: settings.name,
            zone: settings.zone,
            from: from,
            to: to,
            madeAt: now,
            countedUntil: answers[2].first?.column(0),
            cases: totals.cases,
            answered: totals.answered,
            excluded: totals.excluded,
            firstReply: totals.firstReply.metric("first_reply", p50: percentiles[0], p90: percentiles[1]),
            resolution: totals.resolution.metric("resolution", p50: percentiles[2], p90: percentiles[3]),
            escalations: totals.escalations,
            surveys: surveys,
            showsScores: surveys.answered >= SurveyScores.answersForAgentsMin
                && SurveyScores.isOneMonth(from: from, to: to)
                || tx.seesSingleScores
        )
    }
}

extension ServiceLevelReport.Surveys {
    fileprivate init(_ rows: Rows) throws {
        guard var cursor = rows.first?.cursor() else { throw StoredValueUnknown() }
        sent = try cursor.next()
        answered = try cursor.next()
        satisfied = try cursor.next()
    }
}
