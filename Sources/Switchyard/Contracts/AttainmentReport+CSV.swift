import BusinessTime

extension AttainmentReport {
    package static let columns = [
        "tenant", "name", "zone", "month", "revision", "made_at", "is_over", "is_complete", "terms_version", "target",
        "metric",
        "population", "within_seconds", "percent_bp", "minimum_volume", "weight", "met", "missed", "n", "excluded_met",
        "excluded_missed", "excluded_n", "exclusions", "carried_from", "raw_met", "raw_missed", "raw_n",
        "raw_share_percent", "adjusted_met", "adjusted_missed", "adjusted_n", "adjusted_share_percent", "running",
        "unmeasured", "verdict",
    ]

    /// One line per target. Empty cells are what cannot be said: no share of nothing.
    package static func csv(_ reports: [AttainmentReport]) -> String {
        var table = CSVTable(columns: columns)
        for report in reports {
            for line in report.lines { table.add(report.cells + line.cells) }
        }
        return table.text
    }

    private var cells: [String] {
        [
            slug, name, zone, month.description, String(revision), madeAt.iso8601, String(isOver), String(isComplete),
            terms.map { String($0.version) } ?? "",
        ]
    }
}

extension AttainmentReport.Line {
    fileprivate var cells: [String] {
        let promise = [
            target.name, target.metric.rawValue, target.population.json.serialized(),
            target.withinSeconds.map { String($0) } ?? "", String(target.percentBasisPoints),
            String(target.minimumVolume), String(target.weight),
        ]
        let month = counts.raw.cells + counts.approvedExclusions.cells + [approved, carried?.from.description ?? ""]
        let judged = raw.cells + [raw.share.percent ?? ""] + adjusted.cells + [adjusted.share.percent ?? ""]
        return promise + month + judged + [String(counts.running), String(counts.unmeasured), verdict.rawValue]
    }

    /// What took clocks out of it, by id.
    private var approved: String {
        counts.excluded.filter(\.isApproved).map(\.exclusionID.text).joined(separator: " ")
    }
}

extension VerdictCounts {
    fileprivate var cells: [String] { [met, missed, n].map { String($0) } }
}
