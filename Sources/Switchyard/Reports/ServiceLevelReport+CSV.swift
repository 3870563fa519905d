import BusinessTime

extension ServiceLevelReport {
    package static let columns = [
        "tenant", "name", "zone", "from", "to", "made_at", "cases", "answered", "excluded", "unanswered",
        "first_reply_fulfilled", "first_reply_p50_seconds", "first_reply_p90_seconds", "first_reply_met",
        "first_reply_missed", "first_reply_pending", "first_reply_share_percent", "resolution_fulfilled",
        "resolution_p50_seconds", "resolution_p90_seconds", "resolution_met", "resolution_missed", "resolution_pending",
        "resolution_share_percent", "escalated_l2", "escalated_l3", "escalated_l4", "surveys_sent", "surveys_answered",
        "surveys_satisfied", "csat_percent",
    ]

    /// One line per tenant. Empty cells are what cannot be said: no percentile of nothing.
    package static func csv(_ reports: [ServiceLevelReport]) -> String {
        var table = CSVTable(columns: columns)
        for report in reports { table.add(report.cells) }
        return table.text
    }

    private var cells: [String] {
        [slug, name, zone, from.description, to.description, madeAt.iso8601]
            + [cases, answered, excluded, unanswered].map { String($0) } + firstReply.cells + resolution.cells
            + (escalations + [surveys.sent]).map { String($0) }
            + (showsScores
                ? [String(surveys.answered), String(surveys.satisfied), surveys.csat.percent ?? ""] : ["", "", ""])
    }
}

extension ServiceLevelReport.Metric {
    fileprivate var cells: [String] {
        [fulfilled, p50Seconds, p90Seconds, met, missed, pending].map { $0.map { String($0) } ?? "" }
            + [share.percent ?? ""]
    }
}
