import BusinessTime

/// What the facts of a tenant's clocks are made for, besides the clocks.
struct FactBasis {
    /// What the contract promises, in all its versions.
    let terms: ServiceLevelTermsLine
    let thresholds: ContractThresholds
    /// Approved ones, in the order of their revisions.
    let restatements: [Restatement]

    /// Of the reports that facts made from this can answer for.
    var revision: Int { restatements.last?.revision ?? 0 }

    static func load(in tx: TenantTransaction) throws -> FactBasis {
        let terms = try ServiceLevelTermsLine.load(in: tx)
        return FactBasis(
            terms: terms,
            thresholds: terms.thresholds,
            restatements: try Restatement.approved(in: tx)
        )
    }
}

/// The thresholds, in open seconds, that targets of a tenant name beside the policy's own.
struct ContractThresholds: Hashable {
    let secondsByMetric: [SLAMetric: Set<Int64>]

    func seconds(_ metric: SLAMetric) -> [Int64] { (secondsByMetric[metric] ?? []).sorted() }

    /// Two lists with the same thresholds have the same text.
    var text: String {
        SLAMetric.allCases.flatMap { metric in seconds(metric).map { "\(metric.rawValue):\($0)" } }
            .joined(separator: " ")
    }
}
