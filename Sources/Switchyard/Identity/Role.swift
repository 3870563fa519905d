/// What a person is to a client exchange, or to the firm as a whole. A grant names one; what it allows is decided here and
/// nowhere else, and `PermissionTests` holds it as a table (`spec/tenancy.md`, function level).
package enum Role: String, CaseIterable, Sendable, Hashable {
    // The firm's staff.
    case admin
    case operationsManager = "operations_manager"
    case lead
    case agent
    case auditor
    // The client's.
    case tenantAdmin = "tenant_admin"
    case contact
    case compliance
    case viewer

    package var permissions: Set<Permission> {
        switch self {
        case .admin:
            [
                .manageTenants, .managePeople, .readDirectory, .manageJobs, .configureTenant, .manageWebhooks,
                .readReports, .readTickets, .planDuty, .proposeExclusions,
            ]
        case .operationsManager:
            [
                .managePeople, .readDirectory, .manageJobs, .openTicket, .addMessage, .readTickets, .answerTickets,
                .actInBulk, .readReports, .planDuty, .proposeExclusions,
            ]
        case .lead:
            [
                .openTicket, .addMessage, .readTickets, .answerTickets, .actInBulk, .readReports, .planDuty,
                .proposeExclusions,
            ]
        case .agent: [.openTicket, .addMessage, .readTickets, .answerTickets, .readReports]
        case .auditor: [.readDirectory, .readReports, .readTickets]
        case .tenantAdmin:
            [
                .configureTenant, .manageWebhooks, .readReports, .readTickets, .openTicket, .addMessage,
                .decideExclusions,
            ]
        case .contact: [.readReports, .readTickets, .openTicket, .addMessage]
        case .compliance: [.readReports, .readTickets]
        case .viewer: [.readReports]
        }
    }

    /// Of the client's side, which the client fills itself.
    package var isOfClient: Bool {
        switch self {
        case .tenantAdmin, .contact, .compliance, .viewer: true
        case .admin, .operationsManager, .lead, .agent, .auditor: false
        }
    }

    /// Works on cases, up to the level of the grant; the others have none.
    package var hasLevel: Bool { permissions.contains(.answerTickets) }

    /// May be held over the firm as a whole. It opens no tenant: for each of these its holder needs a grant as well.
    package var spansTheFirm: Bool { permissions.contains(.readDirectory) }
}

extension Permission {
    private static let holders = Dictionary(
        uniqueKeysWithValues: allCases.map { permission in
            (permission, Role.allCases.filter { $0.permissions.contains(permission) }.map(\.rawValue))
        }
    )

    /// The roles that allow it, by their names.
    var roles: [String] { Permission.holders[self] ?? [] }
}
