package import Foundation

/// What of a tenant's work a hold or a cap is about.
package enum JobScope: Sendable, Hashable {
    case all
    case kind(JobKind)

    static let allName = "all"

    package init?(_ name: String) {
        guard name != JobScope.allName else {
            self = .all
            return
        }
        guard let kind = JobKind(rawValue: name) else { return nil }
        self = .kind(kind)
    }

    package var name: String {
        switch self {
        case .all: JobScope.allName
        case .kind(let kind): kind.rawValue
        }
    }

    var kinds: [JobKind] {
        switch self {
        case .all: JobKind.allCases
        case .kind(let kind): [kind]
        }
    }
}

/// Where a page of holds or caps ends: of which tenant, nil for all, and of what.
package struct JobPlace: Sendable, Hashable {
    package let tenantID: UUID?
    package let kind: String

    package init(tenantID: UUID?, kind: String) {
        self.tenantID = tenantID
        self.kind = kind
    }
}
