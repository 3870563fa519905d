import Foundation

/// Everything that is held back, as the claim asks for it.
package struct JobHolds: Sendable, Hashable {
    /// For all tenants.
    private var everywhere: Set<String> = []
    private var tenants: [UUID: Set<String>] = [:]

    package init() {}

    mutating func add(_ kind: String, of tenant: UUID?) {
        guard let tenant else {
            everywhere.insert(kind)
            return
        }
        tenants[tenant, default: []].insert(kind)
    }

    func isHeld(_ kind: JobKind) -> Bool { JobHolds.covers(everywhere, kind) }

    package func isHeld(_ stream: JobStream) -> Bool {
        isHeld(stream.kind) || tenants[stream.tenantID].map { JobHolds.covers($0, stream.kind) } ?? false
    }

    /// What is held of single tenants, of the kinds that this binary knows.
    var streams: [JobStream] {
        tenants.flatMap { tenant, names in
            names.compactMap { JobScope($0) }.flatMap(\.kinds).map { JobStream(tenant, $0) }
        }
    }

    private static func covers(_ names: Set<String>, _ kind: JobKind) -> Bool {
        !names.isDisjoint(with: [kind.rawValue, JobScope.allName])
    }
}
