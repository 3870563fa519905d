package import BusinessTime
package import Foundation
import Postgres

/// Replays the cases of a tenant, page by page: a ticket, a month, or everything.
package enum ClockRebuild {
    /// Cases of one transaction.
    package static let casesMax = 100

    package struct Scope: Sendable {
        /// When the customer asked.
        package var asked: Range<Instant>?

        package init(asked: Range<Instant>? = nil) { self.asked = asked }
    }

    package struct Counts: Sendable, Hashable {
        package var cases = 0
        package var different = 0
        package var pending = 0
        package var repaired = 0
        /// Cases whose log could not be read.
        package var unreadable = 0

        package init() {}

        package static func += (left: inout Counts, right: Counts) {
            left.cases += right.cases
            left.different += right.different
            left.pending += right.pending
            left.repaired += right.repaired
            left.unreadable += right.unreadable
        }
    }

    package struct Page: Sendable {
        package let counts: Counts
        /// The cases that differ.
        package let different: [ClockReplay]
        /// Where the next page begins; nil after the last.
        package let next: UUID?
    }

    /// The cases after `after`, in the order of their ids. Writes only where `repairs`.
    package static func page(
        _ scope: Scope,
        after: UUID?,
        limit: Int = casesMax,
        repairs: Bool,
        in tx: TenantTransaction
    ) throws -> Page {
        let limit = min(max(limit, 1), casesMax)
        let ids = try cases(scope, after: after, limit: limit, in: tx)
        return try check(ids, next: ids.count == limit ? ids.last : nil, repairs: repairs, in: tx)
    }

    package static func check(
        _ ids: [UUID],
        next: UUID? = nil,
        repairs: Bool = false,
        in tx: TenantTransaction
    ) throws -> Page {
        var counts = Counts()
        var different: [ClockReplay] = []
        for id in ids {
            counts.cases += 1
            do {
                let replay = try ClockReplay.run(id, in: tx)
                if replay.isPending { counts.pending += 1 }
                guard !replay.isIdentical else { continue }
                counts.different += 1
                different.append(replay)
                guard repairs else { continue }
                var file = try CaseFile.open(id, in: tx)
                try file.repair(replay)
                try file.save()
                counts.repaired += 1
            } catch let error as DomainError where error.reason == "case_log_full" {
                counts.unreadable += 1
            } catch is StoredValueUnknown {
                counts.unreadable += 1
            }
        }
        return Page(counts: counts, different: different, next: next)
    }

    private static func cases(
        _ scope: Scope,
        after: UUID?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [UUID] {
        var condition: SQL = "k.tenant_id = \(tx.tenantID)"
        if let after { condition = "\(condition) AND k.id > \(after)" }
        if let asked = scope.asked {
            condition = "\(condition) AND k.occurred_at >= \(asked.lowerBound) AND k.occurred_at < \(asked.upperBound)"
        }
        let rows = try tx.query(
            "SELECT k.id FROM switchyard.ticket k WHERE \(condition) ORDER BY k.id LIMIT \(limit)",
            "cases to replay"
        )
        return try rows.map { try $0.column(0) }
    }
}

extension ClockRebuild {
    /// Places in the tenant's history that a sample looks at, and cases at each.
    static let samplePlaces = 20
    static let sampleCasesAPlace = 10

    /// Cases at random places in time, so that old ones are looked at as well as new ones.
    package static func sample(in tx: TenantTransaction) throws -> Page {
        let bounds = try tx.query(
            "SELECT min(created_at), max(created_at) FROM switchyard.ticket WHERE tenant_id = \(tx.tenantID)",
            "first and last case"
        ).first
        guard var cursor = bounds?.cursor(), let first = try cursor.next(Instant?.self),
            let last = try cursor.next(Instant?.self)
        else { return try check([], in: tx) }
        let length = last.microseconds(since: first)
        var ids: Set<UUID> = []
        for _ in 0..<samplePlaces {
            let chance = tx.random(4).reduce(Int64(0)) { $0 << 8 | Int64($1) }
            let place = first.adding(
                microseconds: Int64((Double(length) * Double(chance) / 4_294_967_296).rounded(.down))
            )
            let rows = try tx.query(
                """
                SELECT k.id FROM switchyard.ticket k WHERE k.tenant_id = \(tx.tenantID) AND k.created_at >= \(place)
                ORDER BY k.created_at, k.id LIMIT \(sampleCasesAPlace)
                """,
                "sampled cases"
            )
            for row in rows { ids.insert(try row.column(0)) }
        }
        return try check(ids.sorted { $0.text < $1.text }, in: tx)
    }
}

extension ClockRebuild.Counts {
    package var json: JSON {
        [
            "cases": cases.json, "different": different.json, "pending": pending.json, "repaired": repaired.json,
            "unreadable": unreadable.json,
        ]
    }
}
