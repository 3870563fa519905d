package import BusinessTime
import Foundation
import Postgres

/// One version of what a contract promises: immutable, in force for whole months.
package struct ServiceLevelTerms: Sendable, Hashable {
    package static let targetsMax = 50

    package let version: Int
    /// The first month under these terms.
    package let fromMonth: CivilMonth
    package let publishedAt: Instant
    package let targets: [ServiceLevelTarget]
    /// What missing them costs; nil where it costs nothing.
    package let credit: CreditTerms?

    package static let schema: Schema = .named(
        "ServiceLevels",
        .object([
            .optional(
                "from_month",
                .format(.month),
                "Not before the running month; default the next. The first version may have any, default all."
            ),
            .required("targets", .list(of: ServiceLevelTarget.schema, max: targetsMax)),
            .optional("credit", CreditTerms.schema, "What missing them costs; default nothing."),
        ])
    )
}

/// All versions of a tenant's terms.
package struct ServiceLevelTermsLine: Sendable {
    /// Versions that are read: at two a month, more than forty years.
    package static let versionsMax = 1_000

    /// Oldest first.
    package let versions: [ServiceLevelTerms]

    package static func load(in tx: TenantTransaction) throws -> ServiceLevelTermsLine {
        let rows = try tx.query(
            """
            SELECT version, from_month, published_at, document FROM switchyard.service_level_version
            WHERE tenant_id = \(tx.tenantID) ORDER BY version LIMIT \(versionsMax)
            """,
            "service level versions"
        )
        return ServiceLevelTermsLine(versions: try rows.map(ServiceLevelTerms.init(from:)))
    }

    /// The newest version that had begun by then.
    package func inForce(in month: CivilMonth) -> ServiceLevelTerms? { versions.last { $0.fromMonth <= month } }

    /// Every threshold of any version: months of the past are measured by the terms of then.
    var thresholds: ContractThresholds {
        var seconds: [SLAMetric: Set<Int64>] = [:]
        for target in versions.flatMap(\.targets) {
            if let within = target.withinSeconds { seconds[target.metric, default: []].insert(within) }
        }
        return ContractThresholds(secondsByMetric: seconds)
    }
}

extension ServiceLevelTerms {
    fileprivate init(from row: Row) throws {
        var cursor = row.cursor()
        version = try cursor.next()
        fromMonth = CivilMonth(containing: CivilDate(dayNumber: Int(try cursor.next(DayNumber.self).daysSinceEpoch)))
        publishedAt = try cursor.next()
        let document = try JSONParser.parse(cursor.next(JSONB.self).text, limits: .stored)
        targets = try document.array("targets").map(ServiceLevelTarget.init(_:))
        credit = try document.optionalObject("credit").map(CreditTerms.init(_:))
    }
}

extension ServiceLevelTerms: JSONEncodable {
    package var json: JSON {
        [
            "version": version.json,
            "from_month": fromMonth == .beginning ? .null : .string(fromMonth.description),
            "published_at": .string(publishedAt.iso8601), "targets": targets.json,
            "credit": credit?.json,
        ]
    }
}
