import BusinessTime

extension Simulation {
    /// The sums of several pages in the form of one.
    package static func json(_ sums: [SLAMetric: SimulationSum]) -> JSON {
        .object(
            JSONObject(
                sums.sorted { $0.key.rawValue < $1.key.rawValue }.map { (key: $0.key.rawValue, value: $0.value.json) }
            )
        )
    }
}

extension Simulation.Case: JSONEncodable {
    package var json: JSON {
        [
            "ticket_id": ticketID.json, "reference": .string(reference.text),
            "occurred_at": .string(occurredAt.iso8601), "clocks": .array(clocks.map(\.json)),
        ]
    }
}

extension SimulatedClock: JSONEncodable {
    package var json: JSON {
        [
            "metric": .string(metric.rawValue), "cycle": .string(cycle), "before": before.json, "after": after.json,
        ]
    }
}

extension SimulatedClock.Side: JSONEncodable {
    package var json: JSON {
        [
            "outcome": .string(outcome.rawValue), "due_at": (dueAt?.iso8601).json,
            "final_at": (finalAt?.iso8601).json, "target_seconds": targetSeconds.json, "policy": policy.name.json,
        ]
    }
}

extension SimulationSum: JSONEncodable {
    package var json: JSON {
        [
            "before": Self.counts(before), "after": Self.counts(after),
            "changed": .array(
                changes.sorted { $0.key.place < $1.key.place }.map { change, count in
                    [
                        "from": (change.from?.rawValue).json, "to": (change.to?.rawValue).json, "clocks": count.json,
                    ]
                }
            ),
        ]
    }

    private static func counts(_ counts: [SimulatedClock.Side.Outcome: Int]) -> JSON {
        .object(
            JSONObject(
                SimulatedClock.Side.Outcome.allCases.map { (key: $0.rawValue, value: (counts[$0] ?? 0).json) }
            )
        )
    }
}

extension SimulationSum.Change {
    fileprivate var place: (String, String) { (from?.rawValue ?? "", to?.rawValue ?? "") }
}
