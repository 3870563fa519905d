package import Foundation
import Synchronization

/// Compiled set-up of tenants, keyed by the revision that `enter_tenant` answers: never stale inside a transaction.
package final class SettingsCache: Sendable {
    package static let tenantsMax = 10_000
    private let entries = Mutex<[UUID: TenantSettings]>([:])

    package init() {}

    /// The newest compiled copy, which may be behind the database; only its keys may be used before entering.
    package func latest(_ tenant: UUID) -> TenantSettings? { entries.withLock { $0[tenant] } }

    package func current(_ tenant: UUID, revision: Int64) -> TenantSettings? {
        entries.withLock { $0[tenant].flatMap { $0.revision == revision ? $0 : nil } }
    }

    package func store(_ settings: TenantSettings, for tenant: UUID) {
        entries.withLock { entries in
            if entries.count >= SettingsCache.tenantsMax, entries[tenant] == nil { entries.removeAll() }
            entries[tenant] = settings
        }
    }
}
