import BusinessTime
import Postgres

extension ServiceLevelTerms {
    /// A new version. It measures the running month at the earliest: a month that has ended is never measured by later
    /// terms than its own. The first version has none before it, so it may begin anywhere.
    package static func publish(_ document: JSON, in tx: TenantTransaction) throws -> ServiceLevelTerms {
        let targets = try document.array("targets").map(ServiceLevelTarget.init(_:))
        try refuseEqualNames(targets)
        try refuseLowExpectations(targets)
        let credit = try document.optionalObject("credit").map(CreditTerms.init(_:))
        let line = try ServiceLevelTermsLine.load(in: tx)
        guard line.versions.count < ServiceLevelTermsLine.versionsMax else {
            throw DomainError(.conflict, "too_many_versions")
        }
        let now = try tx.now
        let fromMonth = try month(document, isFirst: line.versions.isEmpty, in: tx)
        let version = (line.versions.last?.version ?? 0) + 1
        let id = try tx.newID()
        let stored: JSON = ["targets": targets.json, "credit": credit?.json]
        tx.write(
            "publish service levels",
            """
            INSERT INTO switchyard.service_level_version (tenant_id, version, id, from_month, document, published_at,
                published_by)
            VALUES (\(tx.tenantID), \(version), \(id), \(fromMonth.firstDate.stored), \(JSONB(stored.serialized())),
                \(now), \(tx.request.actor.id))
            """
        )
        try tx.recordSettings(.serviceLevelsPublished, subject: id)
        return ServiceLevelTerms(
            version: version,
            fromMonth: fromMonth,
            publishedAt: now,
            targets: targets,
            credit: credit
        )
    }

    private static func month(_ document: JSON, isFirst: Bool, in tx: TenantTransaction) throws -> CivilMonth {
        let current = try DayBoundaries(zone: tx.settings().zone).month(at: tx.now)
        guard let text = try document.optionalString("from_month") else { return isFirst ? .beginning : current.next }
        guard let month = CivilMonth(iso8601: text) else { throw DomainError.field("/from_month", .badFormat) }
        guard isFirst || month >= current else {
            throw DomainError.field("/from_month", .outOfRange, ["min": current.description])
        }
        return month
    }

    /// What is expected is never less than the minimum.
    private static func refuseLowExpectations(_ targets: [ServiceLevelTarget]) throws {
        for (place, target) in targets.enumerated() {
            guard let expected = target.expectedBasisPoints, expected < target.percentBasisPoints else { continue }
            throw DomainError.field(
                "/targets/\(place)/expected_bp",
                .outOfRange,
                ["min": String(target.percentBasisPoints)]
            )
        }
    }

    private static func refuseEqualNames(_ targets: [ServiceLevelTarget]) throws {
        var names: Set<String> = []
        let taken = targets.indices.filter { !names.insert(targets[$0].name).inserted }
        guard taken.isEmpty else {
            throw DomainError(
                .invalid,
                "validation_failed",
                fields: taken.map { FieldError("/targets/\($0)/name", .taken) }
            )
        }
    }
}
