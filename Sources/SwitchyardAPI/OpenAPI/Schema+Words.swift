import Switchyard

/// Words that many answers share, from the kinds themselves.
extension Schema {
    static let level = oneOf(Level.allCases.map(\.name))
    static let priority = oneOf(TicketPriority.allCases.map(\.name))
    static let status = oneOf(TicketStatus.self)
    static let metric = oneOf(SLAMetric.self)
    static let actorKind = oneOf(Actor.Kind.self)
    /// 9,500 are 95 %.
    static let basisPoints: Schema = .integer(0...10_000)

    /// What was made, by its id.
    static let made: Schema = .named("Made", .object([.required("id", .id)]))

    static let tenantName: Schema = .named(
        "TenantName",
        .object([.required("id", .id), .required("slug", .said), .required("name", .said)])
    )
}
