package import Foundation

/// A tenant's jobs of one kind: what is claimed in turn, held back and capped.
package struct JobStream: Sendable, Hashable {
    package let tenantID: UUID
    package let kind: JobKind

    package init(_ tenantID: UUID, _ kind: JobKind) {
        self.tenantID = tenantID
        self.kind = kind
    }
}

extension LeasedJob {
    package var stream: JobStream { JobStream(tenantID, kind) }
}
