package import BusinessTime
import Foundation

/// The credits of one month of a tenant's contract, with what they were computed from.
package struct CreditReport: Sendable {
    /// Months that are looked back at: the longest row of misses that costs differently, before the month of an earn-back,
    /// and as many that were too small to be judged.
    package static let monthsMax = 3 * CreditTerms.consecutiveMax

    package let month: CivilMonth
    package let revision: Int
    /// The month is over and all its facts are made: the figures move only with an exclusion or a restatement.
    package let isFinal: Bool
    package let termsVersion: Int
    package let statement: CreditStatement

    /// - Throws: `no_credit_terms` where missing the month's targets costs nothing.
    package static func make(
        _ month: CivilMonth,
        revision: Int? = nil,
        in tx: TenantTransaction
    ) throws -> CreditReport {
        let report = try AttainmentReport.make(month, revision: revision, in: tx)
        guard let terms = report.terms, terms.credit != nil else { throw DomainError(.conflict, "no_credit_terms") }
        var months = [CreditStatement.Month(report)]
        var earlier = month.previous
        while months.count < monthsMax {
            let past = try AttainmentReport.make(earlier, revision: report.revision, in: tx)
            guard past.terms != nil, past.lines.contains(where: { $0.raw.n > 0 }) else { break }
            months.append(CreditStatement.Month(past))
            earlier = earlier.previous
        }
        guard let statement = CreditStatement(months) else { throw DomainError(.conflict, "no_credit_terms") }
        return CreditReport(
            month: month,
            revision: report.revision,
            isFinal: report.isOver && report.isComplete,
            termsVersion: terms.version,
            statement: statement
        )
    }
}

extension CreditStatement.Month {
    fileprivate init(_ report: AttainmentReport) {
        self.init(
            terms: report.terms?.credit,
            targets: report.lines.map { (target: $0.target, counts: $0.adjusted) }
        )
    }
}

extension CreditReport: JSONEncodable {
    package var json: JSON {
        guard case .object(var report) = statement.json else { return .null }
        report["month"] = .string(month.description)
        report["revision"] = revision.json
        report["is_final"] = isFinal.json
        report["terms_version"] = termsVersion.json
        return .object(report)
    }
}
