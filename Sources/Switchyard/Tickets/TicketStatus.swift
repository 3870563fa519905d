/// Status by category. Names that a client shows its customers are texts, not states.
package enum TicketStatus: String, CaseIterable, Sendable, Hashable {
    case new
    case open
    case waitingCustomer = "waiting_customer"
    case waitingThirdParty = "waiting_third_party"
    case waitingClient = "waiting_client"
    case resolved
    case closed

    /// Still somebody's work.
    package var isOpen: Bool {
        switch self {
        case .new, .open, .waitingCustomer, .waitingThirdParty, .waitingClient: true
        case .resolved, .closed: false
        }
    }

    /// What somebody sets it to.
    package static let schema: Schema = .named(
        "Status",
        .object([.required("status", .oneOf(allCases.filter(\.isSettable).map(\.rawValue)))])
    )

    /// What a person may set by hand; the others follow from acts (`spec/sla.md K8`).
    package var isSettable: Bool {
        switch self {
        case .open, .waitingCustomer, .waitingThirdParty, .waitingClient: true
        case .new, .resolved, .closed: false
        }
    }
}

/// P1 is the most urgent.
package enum TicketPriority: Int, CaseIterable, Sendable, Hashable, Comparable {
    case urgent = 1
    case high = 2
    case normal = 3
    case low = 4

    /// As policies, rules and answers name it: `P1` … `P4`.
    package var name: String {
        switch self {
        case .urgent: "P1"
        case .high: "P2"
        case .normal: "P3"
        case .low: "P4"
        }
    }

    package init?(name: String) {
        guard let found = TicketPriority.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }

    package static func < (left: TicketPriority, right: TicketPriority) -> Bool { left.rawValue < right.rawValue }
}

/// Where a request came from, and so where answers to it go first.
package enum TicketChannel: String, CaseIterable, Sendable, Hashable {
    case api
    case email
    case chat
    case phone
    case social
    case appStore = "app_store"
    case googlePlay = "google_play"
    case regulator

    /// Whether the customer waits there for somebody to come, instead of leaving a message (`spec/sla.md`, `answer`).
    package var isLive: Bool {
        switch self {
        case .chat, .phone: true
        case .api, .email, .social, .appStore, .googlePlay, .regulator: false
        }
    }
}

/// What a case is about: the taxonomy of a crypto desk.
package enum TicketCategory: String, CaseIterable, Sendable, Hashable {
    case general
    case accountAccess = "account_access"
    case deposit
    case withdrawal
    case wallet
    case contract
    case trading
    case identity
    case fraud
    case refund
    case lawEnforcement = "law_enforcement"
    case complaint
}
