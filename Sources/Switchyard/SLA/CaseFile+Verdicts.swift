extension CaseFile {
    /// Later knowledge takes a breach back (`spec/sla.md S3`). A cycle that goes on under an older name is the same one.
    mutating func recordVerdictFlips(_ now: [ClockCycle]) throws {
        for known in cycles where known.breachedAt != nil {
            let heir = now.first { $0.metric.rawValue == known.metric && $0.keys.contains(known.key) }
            guard heir?.breachedAt == nil else { continue }
            try record(
                .breachRetracted,
                [
                    "metric": .string(known.metric), "ordinal": known.ordinal.json, "cycle": .string(known.key),
                ]
            )
        }
    }
}
