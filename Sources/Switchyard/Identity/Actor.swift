package import Foundation

/// Who acts, by what credential. Made by authentication, checked again by `enter_tenant` in the transaction that acts.
package struct Actor: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        case operatorAdmin = "operator_admin"
        case tenantAdmin = "tenant_admin"
        case agent
        case intake
        /// A signed webhook of a source.
        case source
        /// The customer, by a one-time link.
        case customer
        case worker
        case importer = "import"
    }

    package let kind: Kind
    /// The person, source or customer that acts, where there is one.
    package let id: UUID?
    package let credentialID: UUID?
    /// The only tenant this credential is good for; nil where grants decide, or all tenants of the operator.
    package let tenantID: UUID?
    /// Revision of the source whose secret was checked; the transaction asks whether it still holds.
    package let sourceRevision: Int64?
    package let permissions: Set<Permission>

    package init(kind: Kind, id: UUID? = nil, credentialID: UUID? = nil, tenantID: UUID? = nil) {
        self.kind = kind
        self.id = id
        self.credentialID = credentialID
        self.tenantID = tenantID
        sourceRevision = nil
        permissions = kind.permissions
    }

    package init(_ source: Source) {
        kind = .source
        id = source.id
        credentialID = nil
        tenantID = source.tenantID
        sourceRevision = source.revision
        permissions = kind.permissions
    }

    package init(kind: Kind, id: UUID?, credentialID: UUID, tenantID: UUID?, scopes: [String]) {
        self.kind = kind
        self.id = id
        self.credentialID = credentialID
        self.tenantID = tenantID
        sourceRevision = nil
        let wanted = Set(scopes.compactMap(Permission.init(rawValue:)))
        permissions = scopes.isEmpty ? kind.permissions : kind.permissions.intersection(wanted)
    }

    package static let worker = Actor(kind: .worker)

    /// The person whose grant has to be checked.
    package var personID: UUID? { kind == .agent ? id : nil }

    /// The source whose revision has to be checked.
    var sourceID: UUID? { kind == .source ? id : nil }
}

/// What a route asks for. A key has its kind's permissions, narrowed by its scopes.
package enum Permission: String, Sendable, CaseIterable, Hashable {
    case openTicket = "tickets:open"
    case addMessage = "tickets:message"
    case readTickets = "tickets:read"
    case answerTickets = "tickets:answer"
    case readReports = "reports:read"
    case proposeExclusions = "contract:propose"
    case decideExclusions = "contract:decide"
    /// Plan who is on duty; of people, leads and operations managers only.
    case planDuty = "duty:plan"
    case configureTenant = "tenant:configure"
    case manageTenants = "operator:tenants"
    case managePeople = "operator:people"
    /// See the work that waits for a tenant, try it again, give it up, hold it back.
    case manageJobs = "operator:jobs"
}

extension Actor.Kind {
    /// The permission matrix; `PermissionTests` holds it as a table.
    package var permissions: Set<Permission> {
        switch self {
        case .operatorAdmin:
            [
                .manageTenants, .managePeople, .configureTenant, .readReports, .readTickets, .planDuty,
                .proposeExclusions, .manageJobs,
            ]
        case .tenantAdmin:
            [.configureTenant, .readReports, .readTickets, .openTicket, .addMessage, .decideExclusions]
        case .agent:
            // Their role decides, where it has to.
            [
                .openTicket, .addMessage, .readTickets, .answerTickets, .readReports, .planDuty, .proposeExclusions,
                .decideExclusions,
            ]
        case .intake, .source: [.openTicket, .addMessage]
        case .customer: []
        case .worker, .importer: Set(Permission.allCases)
        }
    }
}
