package import BusinessTime

/// What a document is published with, besides itself.
package struct PublishTerms: Sendable, Hashable {
    /// Which calendar.
    package var line = TenantCalendar.nameDefault
    /// From when the version is in force; nil for at once.
    package var effectiveFrom: Instant?
    /// T6: somebody has seen that it is closed for weeks and wants it so.
    package var confirmsNeverOpen = false
    /// C3: whether clocks that run follow the policies.
    package var scope = CaseFact.PublishScope.newCyclesOnly

    /// The member that confirms a calendar without open time.
    static let confirmNeverOpen = Member.confirmNeverOpen.rawValue

    package init() {}

    private enum Member: String {
        case effectiveFrom = "effective_from"
        case confirmNeverOpen = "confirm_never_open"
        case apply

        /// What may stand beside a document of the kind.
        static func all(_ kind: SettingKind) -> [Member] {
            switch kind {
            case .calendar: [.effectiveFrom, .confirmNeverOpen]
            case .policy: [.effectiveFrom, .apply]
            case .rules, .survey, .branding: []
            }
        }
    }

    /// Takes a body apart: the members that say how to publish, and the document that is left.
    package static func split(
        _ body: JSON,
        _ kind: SettingKind,
        line: String = TenantCalendar.nameDefault
    ) throws -> (document: JSON, terms: PublishTerms) {
        var terms = PublishTerms()
        terms.line = line
        guard case .object(var members) = body else { return (body, terms) }
        for member in Member.all(kind) {
            try terms.take(member, of: body)
            members[member.rawValue] = nil
        }
        return (.object(members), terms)
    }

    private mutating func take(_ member: Member, of body: JSON) throws {
        switch member {
        case .effectiveFrom: effectiveFrom = try body.optionalInstant(member.rawValue)
        case .confirmNeverOpen: confirmsNeverOpen = try body.optionalBool(member.rawValue) ?? false
        case .apply:
            guard let name = try body.optionalString(member.rawValue) else { return }
            guard let scope = CaseFact.PublishScope(rawValue: name) else {
                throw DomainError.field("/\(member.rawValue)", .notInList)
            }
            self.scope = scope
        }
    }
}
