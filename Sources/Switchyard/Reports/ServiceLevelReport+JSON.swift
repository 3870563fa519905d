import BusinessTime

extension ServiceLevelReport: JSONEncodable {
    package var json: JSON {
        [
            "tenant": ["id": tenantID.json, "slug": .string(slug), "name": .string(name)],
            "zone": .string(zone), "from": .string(from.description), "to": .string(to.description),
            "made_at": .string(madeAt.iso8601), "counted_until": countedUntil.map { .string($0.iso8601) } ?? .null,
            "cases": cases.json, "answered": answered.json, "excluded": excluded.json, "unanswered": unanswered.json,
            "metrics": [firstReply.json, resolution.json],
            "escalations": ["L2": escalations[0].json, "L3": escalations[1].json, "L4": escalations[2].json],
            "surveys": showsScores ? surveys.json : ["sent": surveys.sent.json, "hidden": true],
        ]
    }
}

extension ServiceLevelReport.Metric: JSONEncodable {
    package var json: JSON {
        [
            "metric": .string(name), "fulfilled": fulfilled.json, "p50_seconds": p50Seconds.json,
            "p90_seconds": p90Seconds.json, "met": met.json, "missed": missed.json, "pending": pending.json,
            "share_bp": share.basisPoints.json, "share_percent": share.percent.json,
        ]
    }
}

extension ServiceLevelReport.Surveys: JSONEncodable {
    package var json: JSON {
        [
            "sent": sent.json, "answered": answered.json, "satisfied": satisfied.json,
            "csat_bp": csat.basisPoints.json, "csat_percent": csat.percent.json,
            "low_permille": (interval?.lowPermille).json, "high_permille": (interval?.highPermille).json,
            "too_few": isTooFew.json,
        ]
    }
}
