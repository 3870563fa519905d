package import BusinessTime

/// What to simulate, as a body says it: policies or a calendar line, over cases of a time.
package struct SimulationRequest: Sendable {
    private let kind: SettingKind
    private let document: JSON
    private let line: String
    package let range: Range<Instant>?

    package init(_ body: JSON) throws {
        let policy = try body.optionalObject(SettingKind.policy.rawValue)
        let calendar = try body.optionalObject(SettingKind.calendar.rawValue)
        line = try body.optionalString("line") ?? TenantCalendar.nameDefault
        guard TenantCalendar.isName(line) else { throw DomainError.field("/line", .badFormat) }
        switch (policy, calendar) {
        case (let document?, nil): (kind, self.document) = (.policy, document)
        case (nil, let document?): (kind, self.document) = (.calendar, document)
        case (nil, nil): throw DomainError.field("/policy", .required)
        case (_?, _?): throw DomainError.field("/calendar", .unknownField)
        }
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
        .object([
            .optional(SettingKind.policy.rawValue, PolicyBook.schema, "In force all along."),
            .optional(SettingKind.calendar.rawValue, TenantCalendar.schema, "Or this calendar, in force all along."),
            .optional("line", .format(.name), "Which calendar; default `default`."),
            .optional("from", .format(.instant), "Cases whose customer asked from here on."),
            .optional("to", .format(.instant), "And before this instant."),
        ])
    )
}
