package import Foundation

/// Who acts, by what credential. Made by authentication, checked again by `enter_tenant` in the transaction that acts.
package struct Actor: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        case operatorAdmin = "operator_admin"
        case tenantAdmin = "tenant_admin"
        /// A person: of the firm or of a client, as their grants say.
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
    /// Somebody who has signed in, not a program with a key.
    package let isSession: Bool
    /// Revision of the source whose secret was checked; the transaction asks whether it still holds.
    package let sourceRevision: Int64?
    package let permissions: Set<Permission>

    package init(kind: Kind, id: UUID? = nil, credentialID: UUID? = nil, tenantID: UUID? = nil) {
        self.kind = kind
        self.id = id
        self.credentialID = credentialID
        self.tenantID = tenantID
        isSession = false
        sourceRevision = nil
        permissions = kind.permissions
    }

    package init(_ source: Source) {
        kind = .source
        id = source.id
        credentialID = nil
        tenantID = source.tenantID
        isSession = false
        sourceRevision = source.revision
        permissions = kind.permissions
    }

    package init(kind: Kind, id: UUID?, credentialID: UUID, tenantID: UUID?, scopes: [String]) {
        self.kind = kind
        self.id = id
        self.credentialID = credentialID
        self.tenantID = tenantID
        isSession = false
        sourceRevision = nil
        let wanted = Set(scopes.compactMap(Permission.init(rawValue:)))
        permissions = scopes.isEmpty ? kind.permissions : kind.permissions.intersection(wanted)
    }

    /// A person who has signed in: what they may is asked of their grants, as with their keys.
    package init(session: UUID, of person: UUID) {
        kind = .agent
        id = person
        credentialID = session
        tenantID = nil
        isSession = true
        sourceRevision = nil
        permissions = kind.permissions
    }

    package static let worker = Actor(kind: .worker)

    /// Somebody who says they are a person, and has shown nothing yet.
    package static let stranger = Actor(kind: .agent)

    /// The person whose grant has to be checked.
    package var personID: UUID? { kind == .agent ? id : nil }

    /// The source whose revision has to be checked.
    var sourceID: UUID? { kind == .source ? id : nil }
}

/// What a route asks for. A key has its kind's permissions, narrowed by its scopes; a person those of the role that their
/// grant names, asked for in the transaction that acts.
package enum Permission: String, Sendable, CaseIterable, Hashable {
    case openTicket = "tickets:open"
    case addMessage = "tickets:message"
    case readTickets = "tickets:read"
    case answerTickets = "tickets:answer"
    /// Do the same to many cases at once, and undo it.
    case actInBulk = "tickets:bulk"
    case readReports = "reports:read"
    case proposeExclusions = "contract:propose"
    case decideExclusions = "contract:decide"
    /// Plan who is on duty.
    case planDuty = "duty:plan"
    case configureTenant = "tenant:configure"
    /// Have events sent to one's own systems.
    case manageWebhooks = "webhooks:manage"
    case manageTenants = "operator:tenants"
    case managePeople = "operator:people"
    /// See who works for the firm and its clients, and what they may.
    case readDirectory = "operator:read"
    /// See the work that waits for a tenant, try it again, give it up, hold it back.
    case manageJobs = "operator:jobs"

    /// About the firm as a whole: a person needs a role that spans it.
    package var isOfFirm: Bool {
        switch self {
        case .manageTenants, .managePeople, .readDirectory, .manageJobs: true
        case .openTicket, .addMessage, .readTickets, .answerTickets, .actInBulk, .readReports, .proposeExclusions,
            .decideExclusions, .planDuty, .configureTenant, .manageWebhooks:
            false
        }
    }
}

extension Actor.Kind {
    /// The permission matrix; `PermissionTests` holds it as a table.
    package var permissions: Set<Permission> {
        switch self {
        case .operatorAdmin:
            [
                .manageTenants, .managePeople, .readDirectory, .configureTenant, .manageWebhooks, .readReports,
                .readTickets, .planDuty, .proposeExclusions, .manageJobs,
            ]
        case .tenantAdmin:
            [
                .configureTenant, .manageWebhooks, .readReports, .readTickets, .openTicket, .addMessage,
                .decideExclusions,
            ]
        case .agent:
            // Whatever some role allows: which one the person holds is known in the transaction.
            Role.allCases.reduce(into: []) { $0.formUnion($1.permissions) }
        case .intake, .source: [.openTicket, .addMessage]
        case .customer: []
        case .worker, .importer: Set(Permission.allCases)
        }
    }
}
