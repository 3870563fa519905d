import BusinessTime
import Foundation
import Postgres

/// Compares what a client has used with what it may, raises and ends alarms, and closes and opens its intake.
package enum QuotaReview {
    /// In hundredths of a per cent.
    static let nearBasisPoints: Int64 = 8_000
    static let reachedBasisPoints: Int64 = 10_000

    /// One run. Two at once follow each other.
    package static func run(in tx: TenantTransaction) throws -> AlarmReview {
        var quotas = try Quotas.load(isLocked: true, in: tx)
        let isDone = try Usage.advance(in: tx)
        guard quotas.revision > 0 else { return AlarmReview(hasMore: !isDone) }
        var found = try judge(&quotas, Usage.load(in: tx), in: tx)
        found.hasMore = !isDone
        return found
    }

    static func judge(_ quotas: inout Quotas, _ usage: Usage, in tx: TenantTransaction) throws -> AlarmReview {
        var found = AlarmReview()
        try close(&quotas, usage, in: tx)
        for kind in [Alarm.Kind.quotaNear, .quotaReached] {
            let open = try Alarm.open(kind, in: tx)
            for name in Quotas.Name.allCases {
                try judge(kind, name, quotas, usage, open[name.rawValue], &found, in: tx)
            }
        }
        return found
    }

    /// Once a day for what is of a day, else once each time that it comes so far. Whoever hears that all is used need not hear
    /// that most is.
    private static func judge(
        _ kind: Alarm.Kind,
        _ name: Quotas.Name,
        _ quotas: Quotas,
        _ usage: Usage,
        _ standing: Alarm?,
        _ found: inout AlarmReview,
        in tx: TenantTransaction
    ) throws {
        let share = usage.basisPoints(name, of: quotas)
        let from = kind == .quotaNear ? nearBasisPoints : reachedBasisPoints
        let isSo = share >= from
        if let standing {
            guard !isSo || (name.isOfADay && standing.since != usage.day.lowerBound) else { return }
            try standing.end(in: tx)
            found.ended += 1
        }
        guard isSo, kind == .quotaReached || share < reachedBasisPoints, let limit = quotas.limits[name] else { return }
        var words = [
            "name": name.rawValue, name.rawValue: name.rawValue, "used": String(usage.used[name] ?? 0),
            "limit": String(limit.most), "percent": String(share / 100),
        ]
        if limit.isHard { words["hard"] = "hard" }
        let since = name.isOfADay ? usage.day.lowerBound : try tx.now
        if try Alarm.raise(kind, name.rawValue, since: since, words, in: tx) { found.raised += 1 }
    }

    /// Every process reads the set-up anew when it changes.
    private static func close(_ quotas: inout Quotas, _ usage: Usage, in tx: TenantTransaction) throws {
        let isFull = usage.basisPoints(.intake, of: quotas) >= reachedBasisPoints
        let until = quotas.limits[.intake]?.isHard == true && isFull ? usage.day.upperBound : nil
        guard until != quotas.intakeClosedUntil else { return }
        quotas.intakeClosedUntil = until
        tx.write(
            "close or open intake",
            "UPDATE switchyard.quota SET intake_closed_until = \(until) WHERE tenant_id = \(tx.tenantID)"
        )
        try tx.recordSettings(until == nil ? .intakeOpened : .intakeClosed, subject: tx.tenantID)
    }
}

extension Usage {
    /// 0 where there is no limit. Rounded down: 80 per cent are reached when they are.
    func basisPoints(_ name: Quotas.Name, of quotas: Quotas) -> Int64 {
        guard let limit = quotas.limits[name] else { return 0 }
        let (product, isTooLarge) = (used[name] ?? 0).multipliedReportingOverflow(by: 10_000)
        return isTooLarge ? .max : product / limit.most
    }
}

/// What a client may use and what it has used, as it is read.
package struct QuotaStanding: Sendable {
    package let quotas: Quotas
    let usage: Usage

    package static func load(in tx: TenantTransaction) throws -> QuotaStanding {
        try QuotaStanding(quotas: Quotas.load(in: tx), usage: Usage.load(in: tx))
    }

    package var json: JSON {
        var body: JSONObject = [
            "day": [
                "from": .string(usage.day.lowerBound.iso8601), "until": .string(usage.day.upperBound.iso8601),
            ],
            "counted_until": (usage.countedUntil?.iso8601).json,
            "intake_closed_until": (quotas.intakeClosedUntil?.iso8601).json, "revision": quotas.revision.json,
        ]
        for name in Quotas.Name.allCases {
            let limit = quotas.limits[name]
            body[name.rawValue] = [
                "used": (usage.used[name] ?? 0).json, "limit": (limit?.most).json,
                "is_hard": (limit?.isHard ?? false).json,
                "share_bp": limit.map { _ in usage.basisPoints(name, of: quotas) }.json,
            ]
        }
        return .object(body)
    }
}
