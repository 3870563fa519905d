package import BusinessTime

/// What a document is published with, besides itself.
package struct PublishTerms: Sendable, Hashable {
    /// Which calendar.
    package var line = TenantCalendar.nameDefault
    /// From when the version is in force; nil for at once.
    package var effectiveFrom: Instant?
    /// T6: somebody has seen that it is closed for weeks and wants it so.
    package var confirmsNeverOpen = false

    package init() {}

    private enum Member: String, CaseIterable {
        case effectiveFrom = "effective_from"
        case confirmNeverOpen = "confirm_never_open"
    }

    /// Takes a body apart: the members that say how to publish, and the document that is left.
    package static func split(_ body: JSON, line: String) throws -> (document: JSON, terms: PublishTerms) {
        var terms = PublishTerms()
        terms.line = line
        guard case .object(var members) = body else { return (body, terms) }
        terms.effectiveFrom = try body.optionalInstant(Member.effectiveFrom.rawValue)
        terms.confirmsNeverOpen = try body.optionalBool(Member.confirmNeverOpen.rawValue) ?? false
        for member in Member.allCases { members[member.rawValue] = nil }
        return (.object(members), terms)
    }
}
