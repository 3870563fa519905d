import BusinessTime

extension PublicationPreview: JSONEncodable {
    /// Counts are of the cases that were looked at; `is_sampled` says whether there are more.
    package var json: JSON {
        [
            "effective_from": .string(effectiveFrom.iso8601),
            "warnings": warnings.json,
            "united_windows": unitedWindows.json,
            "closed_stretches": .array(
                closedStretches.map { [.string($0.lowerBound.iso8601), .string($0.upperBound.iso8601)] }
            ),
            "cases": [
                "open": openCases.json, "looked_at": casesSeen.json, "unreadable": casesFailed.json,
                "is_sampled": isSampled.json,
            ],
            "policies": .array(
                policies.sorted { ($0.key ?? "") < ($1.key ?? "") }.map { name, count in
                    ["name": name.json, "cases": count.json]
                }
            ),
            "clocks": counts.json,
            "moves": .array(moves.map(\.json)),
            "moves_left_out": (counts.moved - moves.count).json,
        ]
    }
}

extension ClockMoveCounts: JSONEncodable {
    package var json: JSON {
        let effects = ClockMovement.Effect.allCases.map { (key: $0.rawValue, value: (byEffect[$0] ?? 0).json) }
        return .object(
            JSONObject(
                [(key: "running", value: running.json), (key: "moved", value: moved.json)] + effects
                    + [(key: "held_by_floor", value: heldByFloor.json)]
            )
        )
    }
}

extension ClockMovement: JSONEncodable {
    package var json: JSON {
        [
            "ticket_id": ticketID.json, "reference": .string(reference.text), "metric": .string(metric.rawValue),
            "cycle": .string(cycle), "effect": .string(effect.rawValue), "held_by_floor": isHeldByFloor.json,
            "before": before.json, "after": after.json,
        ]
    }
}

extension ClockMovement.Side: JSONEncodable {
    package var json: JSON {
        [
            "state": .string(state.rawValue), "due_at": (dueAt?.iso8601).json, "breach_at": (breachAt?.iso8601).json,
            "target_seconds": targetSeconds.json,
            "policy": ["version": policy.version.json, "name": policy.name.json], "calendar": .string(calendar),
        ]
    }
}
