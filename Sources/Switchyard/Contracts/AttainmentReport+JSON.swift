import BusinessTime

extension AttainmentReport: JSONEncodable {
    package var json: JSON {
        [
            "tenant": ["id": tenantID.json, "slug": .string(slug), "name": .string(name)],
            "zone": .string(zone), "month": .string(month.description), "revision": revision.json,
            "restatements": restatements.json, "made_at": .string(madeAt.iso8601),
            "is_over": isOver.json, "counted_until": (countedUntil?.iso8601).json, "is_complete": isComplete.json,
            "terms_version": (terms?.version).json, "targets": lines.json, "exclusions": exclusions.json,
            "has_more_exclusions": hasMoreExclusions.json,
            "resolved_without_reply": .object(
                JSONObject(
                    unanswered.sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key.rawValue, $0.value.json) }
                )
            ),
        ]
    }
}

extension AttainmentReport.Line: JSONEncodable {
    /// The target's own members, then what became of it.
    package var json: JSON {
        guard case .object(var line) = target.json else { return .null }
        line["month"] = counts.raw.json
        line["carried"] = carried?.json ?? .null
        line["excluded"] = counts.excluded.json
        line["raw"] = raw.json
        line["adjusted"] = adjusted.json
        line["running"] = counts.running.json
        line["unmeasured"] = counts.unmeasured.json
        line["verdict"] = .string(verdict.rawValue)
        return .object(line)
    }
}

extension AttainmentCounts.Excluded: JSONEncodable {
    package var json: JSON {
        [
            "exclusion_id": exclusionID.json, "approved": isApproved.json, "met": counts.met.json,
            "missed": counts.missed.json,
        ]
    }
}

extension AttainmentCarry: JSONEncodable {
    package var json: JSON {
        ["from_month": .string(from.description), "raw": raw.json, "adjusted": adjusted.json]
    }
}

extension VerdictCounts: JSONEncodable {
    /// Shares are rounded down: what shows as 80.00 is 80 % or more (`spec/sla.md X3`).
    package var json: JSON {
        [
            "met": met.json, "missed": missed.json, "n": n.json, "share_bp": share.basisPoints.json,
            "share_percent": share.percent.json,
        ]
    }
}
