/// A part of a tenant's set-up, in the order in which they are applied: what names something else comes after it.
package enum SetupSection: String, CaseIterable, Sendable {
    case tenant
    case desks
    case people
    case contacts
    case endpoints
    case calendars
    case policy
    case rules
    case survey
    case branding
    case serviceLevels = "service_levels"
    case rota
    case sources
    case subscriptions
    case keys

    /// How its items stand in a document.
    enum Form: Sendable {
        /// One item, the section itself.
        case whole
        /// An object of items by their names.
        case byName
        /// A list of items that name themselves.
        case list
    }

    var form: Form {
        switch self {
        case .policy, .rules, .survey, .branding, .serviceLevels, .rota: .whole
        case .tenant, .desks, .contacts, .endpoints, .calendars: .byName
        case .people, .sources, .subscriptions, .keys: .list
        }
    }

    /// What one has to be allowed to see it; nil for whoever may set up the tenant. Teams are the firm's, and their names may
    /// tell of other clients.
    var readableWith: Permission? {
        switch self {
        case .desks: .readDirectory
        case .subscriptions: .manageWebhooks
        default: nil
        }
    }
}

/// One thing of a set-up: a calendar, a key, somebody's role.
struct SetupItem: Sendable {
    let section: SetupSection
    /// What tells it from the others of its section.
    let name: String
    /// What is compared, and exported: the same however it was written.
    let value: JSON
    /// Of where it is in the document; of what is on the server alone, its section.
    var pointer: String
    /// As it is written, with what is said about publishing it.
    var wish: JSON

    init(_ section: SetupSection, _ name: String, _ value: JSON, at pointer: String? = nil, wish: JSON? = nil) {
        self.section = section
        self.name = name
        self.value = value
        self.pointer = pointer ?? "/\(section.rawValue)"
        self.wish = wish ?? value
    }

    /// What one has to be allowed to change it; nil for whoever may set up the tenant.
    var needs: Permission? {
        switch section {
        case .desks: .managePeople
        case .rota: .planDuty
        case .people: SetupPerson.role(value)?.isOfClient == true ? nil : .managePeople
        case .subscriptions: .manageWebhooks
        case .tenant, .contacts, .endpoints, .calendars, .policy, .rules, .survey, .branding, .serviceLevels, .sources,
            .keys:
            nil
        }
    }

    var canonical: [UInt8] { value.canonicalBytes }
}
