package import BusinessTime
import Foundation
import Postgres

extension Exclusion {
    /// A window as the operator proposes it.
    package struct Proposal: Sendable {
        package let kind: Kind
        package let window: Range<Instant>
        package let metrics: [SLAMetric]
        package let population: Population
        package let reason: String
        let forecast: Int64?
        let toleranceBasisPoints: Int64?

        package init(_ json: JSON) throws {
            guard let kind = Kind(rawValue: try json.string("kind")) else { throw FieldError("/kind", .notInList) }
            guard let from = try json.optionalInstant("from") else { throw FieldError("/from", .required) }
            guard let until = try json.optionalInstant("until") else { throw FieldError("/until", .required) }
            guard from < until, until.microseconds(since: from) / Instant.microsecondsPerSecond <= windowSecondsMax
            else {
                throw FieldError(
                    "/until",
                    .outOfRange,
                    ["min": "after from", "max": "\(windowSecondsMax) s after from"]
                )
            }
            self.kind = kind
            window = from..<until
            metrics = (try json.optionalStrings("metrics") ?? []).compactMap(SLAMetric.init(rawValue:))
            population = try json.optionalObject("population").map(Population.init(_:)) ?? .all
            reason = try json.string("reason")
            forecast = try json.optionalInteger("forecast")
            toleranceBasisPoints = try json.optionalInteger("tolerance_bp")
        }

        package static let schema: Schema = .named(
            "NewExclusion",
            .object([
                .required("kind", .oneOf(Kind.allCases.filter { $0.reach != .wholeCase }.map(\.rawValue))),
                .required("from", .format(.instant)),
                .required("until", .format(.instant), "Not in the window any more, and over."),
                .optional("metrics", .list(of: .oneOf(SLAMetric.self), max: 20), "Which clocks; default all."),
                .optional("population", Population.schema, "Whose clocks; default all."),
                .required("reason", .bytes(1...reasonBytesMax)),
                .optional(
                    "forecast",
                    .integer(0...1_000_000_000),
                    "Cases that were expected in the window; for volume_over_forecast, which needs it."
                ),
                .optional(
                    "tolerance_bp",
                    .integer(0...100_000),
                    "How much more is no reason, in basis points; default 0."
                ),
            ])
        )
    }

    /// - Returns: the exclusion, which waits for the client.
    package static func propose(_ proposal: Proposal, in tx: TenantTransaction) throws -> Exclusion {
        try tx.requireSupervisor()
        let now = try tx.now
        guard proposal.window.upperBound <= now else {
            throw DomainError.field("/until", .outOfRange, ["max": now.iso8601])
        }
        let exclusion = Exclusion(
            id: try tx.newID(),
            kind: proposal.kind,
            state: .proposed,
            ticketID: nil,
            window: proposal.window,
            metrics: proposal.metrics,
            population: proposal.population,
            volume: try volume(proposal, in: tx),
            reason: Secrets.redact(proposal.reason).text,
            proposedAt: now
        )
        return try exclusion.insert(in: tx)
    }

    /// The volume is counted here, and a window without an excess is refused.
    private static func volume(_ proposal: Proposal, in tx: TenantTransaction) throws -> Volume? {
        guard proposal.kind.reach == .beganWithin else {
            guard proposal.forecast == nil else { throw DomainError.field("/forecast", .unknownField) }
            guard proposal.toleranceBasisPoints == nil else { throw DomainError.field("/tolerance_bp", .unknownField) }
            return nil
        }
        guard let forecast = proposal.forecast else { throw DomainError.field("/forecast", .required) }
        let volume = Volume(
            forecast: forecast,
            toleranceBasisPoints: proposal.toleranceBasisPoints ?? 0,
            actual: try casesOpened(in: proposal.window, proposal.population, tx)
        )
        guard volume.isOver else {
            throw DomainError.field("/forecast", .outOfRange, ["volume": String(volume.actual)])
        }
        return volume
    }

    private static func casesOpened(
        in window: Range<Instant>,
        _ population: Population,
        _ tx: TenantTransaction
    ) throws -> Int64 {
        let rows = try tx.query(
            """
            SELECT count(*) FROM switchyard.ticket f
            WHERE f.tenant_id = \(tx.tenantID) AND f.occurred_at >= \(window.lowerBound)
              AND f.occurred_at < \(window.upperBound) AND f.created_at >= \(window.lowerBound)
              AND f.created_at < \(window.upperBound.adding(seconds: CaseFacts.createdAfterSecondsMax))
              AND \(population.condition)
            """,
            "cases opened"
        )
        return try rows.first?.column(0) ?? 0
    }
}

extension Exclusion {
    /// Stores it with its first act.
    func insert(in tx: TenantTransaction) throws -> Exclusion {
        let sealed = try tx.seal(reason, as: .exclusionReason, row: id)
        tx.write(
            "insert exclusion",
            """
            INSERT INTO switchyard.exclusion (tenant_id, id, kind, state, ticket_id, from_at, until_at, metrics, channels,
                languages, tiers, priorities, categories, forecast, tolerance_bp, volume, reason, proposed_at)
            VALUES (\(tx.tenantID), \(id), \(kind.rawValue), \(state.rawValue), \(ticketID), \(window?.lowerBound),
                \(window?.upperBound), \(metrics.map(\.rawValue)), \(population.channels), \(population.languages),
                \(population.tiers), \(population.priorities.map { Int16($0.rawValue) }), \(population.categories),
                \(volume?.forecast), \(volume.map { Int($0.toleranceBasisPoints) }), \(volume?.actual), \(sealed),
                \(proposedAt))
            """
        )
        var stored = self
        stored.acts.append(try Self.log.record(state, of: id, note: nil, in: tx))
        return stored
    }
}
