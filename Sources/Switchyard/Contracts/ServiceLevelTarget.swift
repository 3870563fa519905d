/// One promise of a contract: so many percent of a population's clocks in time, month by month (`spec/sla.md X1`).
package struct ServiceLevelTarget: Sendable, Hashable {
    /// T1: no target is longer than a year of 366 days.
    package static let withinSecondsMax = SLAPolicy.publishedTargetSecondsMax
    package static let nameCharactersMax = 100
    package static let minimumVolumeMax: Int64 = 1_000_000_000

    /// What the parties call it; unique in its contract.
    package let name: String
    package let metric: SLAMetric
    package let population: Population
    /// Open seconds; nil for the target that the policy in force had set for the clock.
    package let withinSeconds: Int64?
    /// 9,500 are 95 %.
    package let percentBasisPoints: Int64
    /// What the client expects beyond that minimum; nil where the contract has one level only (X5).
    package let expectedBasisPoints: Int64?
    /// Below so many verdicts nothing is said of a month, and they are carried into the next (X6).
    package let minimumVolume: Int64
    /// Its share in what is at stake, in percent (X5).
    package let weight: Int64

    package init(_ json: JSON) throws {
        name = try json.string("name")
        guard let metric = SLAMetric(rawValue: try json.string("metric")) else {
            throw FieldError("/metric", .notInList)
        }
        self.metric = metric
        population = try json.optionalObject("population").map(Population.init(_:)) ?? .all
        withinSeconds = try json.optionalInteger("within_seconds")
        percentBasisPoints = try json.integer("percent_bp")
        expectedBasisPoints = try json.optionalInteger("expected_bp")
        minimumVolume = try json.optionalInteger("minimum_volume") ?? 1
        weight = try json.optionalInteger("weight") ?? 0
    }

    package static let schema: Schema = .named(
        "ServiceLevelTarget",
        .object([
            .required("name", .text(1...nameCharactersMax)),
            .required("metric", .oneOf(SLAMetric.self)),
            .optional("population", Population.schema, "Whose clocks; default all."),
            .optional(
                "within_seconds",
                .integer(1...withinSecondsMax),
                nullable: true,
                "Open seconds; default the target that the policy sets for each case."
            ),
            .required("percent_bp", .integer(1...10_000), "Basis points: 9500 are 95 %."),
            .optional(
                "expected_bp",
                .integer(1...10_000),
                "The level expected beyond that minimum, which costs less to miss; default none."
            ),
            .optional(
                "minimum_volume",
                .integer(1...minimumVolumeMax),
                "Below it a month is carried into the next; default 1."
            ),
            .optional("weight", .integer(0...100), "Percent of what is at stake; default 0."),
        ])
    )

    /// The same promise: what one month had too little of is carried into another only under equal terms.
    func promisesTheSame(as other: ServiceLevelTarget) -> Bool {
        name == other.name && metric == other.metric && population == other.population
            && withinSeconds == other.withinSeconds && percentBasisPoints == other.percentBasisPoints
            && minimumVolume == other.minimumVolume
    }
}

extension ServiceLevelTarget: JSONEncodable {
    package var json: JSON {
        [
            "name": .string(name), "metric": .string(metric.rawValue), "population": population.json,
            "within_seconds": withinSeconds.json, "percent_bp": percentBasisPoints.json,
            "expected_bp": expectedBasisPoints?.json,
            "minimum_volume": minimumVolume.json, "weight": weight.json,
        ]
    }
}
