package import BusinessTime

/// What to simulate, as a body says it: policies or a calendar line, over cases of a time.
package struct SimulationRequest: Sendable {
    private let kind: SettingKind
    private let document: JSON
    private let line: String
    package let range: Range<Instant>?

    /// Whoever calls it, the schema has been asked.
    package init(_ body: JSON) throws {
        let faults = SimulationRequest.schema.validate(body)
        guard faults.isEmpty else { throw DomainError(.invalid, "validation_failed", fields: faults) }
        let policy = try body.optionalObject(SettingKind.policy.rawValue)
        let calendar = try body.optionalObject(SettingKind.calendar.rawValue)
        line = try body.optionalString("line") ?? TenantCalendar.nameDefault
        guard let document = policy ?? calendar else { throw DomainError.field("/policy", .required) }
        (kind, self.document) = (policy == nil ? .calendar : .policy, document)
        range = try Self.range(body)
    }

    private static func range(_ body: JSON) throws -> Range<Instant>? {
        let from = try body.optionalInstant("from")
        let to = try body.optionalInstant("to")
        guard from != nil || to != nil else { return nil }
        let start = from ?? .distantPast
        let end = to ?? .distantFuture
        guard start < end else { throw DomainError.field("/to", .outOfRange, ["min": "from"]) }
        return start..<end
    }

    /// - Throws: what publishing would refuse, with pointers into the body.
    package func draft(in tx: TenantTransaction) throws -> ClockDraft {
        var terms = PublishTerms()
        terms.line = line
        do {
            return try ClockDraft(kind, document, terms, in: tx)
        } catch let error as DomainError where !error.fields.isEmpty {
            throw error.under("/\(kind.rawValue)")
        }
    }

    package static let schema: Schema = .named(
        "Simulation",
        .either(
            [SettingKind.policy.rawValue, SettingKind.calendar.rawValue],
            .object([
                .optional(SettingKind.policy.rawValue, PolicyBook.schema, "In force all along."),
                .optional(
                    SettingKind.calendar.rawValue,
                    TenantCalendar.schema,
                    "Or this calendar, in force all along."
                ),
                .optional("line", .format(.name), "Which calendar; default `default`."),
                .optional("from", .format(.instant), "Cases whose customer asked from here on."),
                .optional("to", .format(.instant), "And before this instant."),
            ])
        )
    )
}
