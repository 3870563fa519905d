import Foundation
import Postgres

/// Is the master key kept well, and is it the one that this database was sealed with?
enum KeyDoctor {
    private static let setting = "SWITCHYARD_MASTER_KEY_FILE"
    /// Tenants whose keys are tried: one key wraps them all, so some stand for the others.
    private static let tenantsMax = 20

    static func file(_ visit: DoctorVisit) throws -> DoctorWord {
        let limit = "32 random bytes in base64, mode 0400 or 0600"
        do {
            _ = try visit.config.masterKey()
        } catch let error as ConfigError {
            return .fail("no key", limit: limit, error.description)
        }
        let path = try visit.config.required(setting)
        let attributes = try FileManager.default.attributesOfItem(atPath: resolved(path))
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
        let found = "mode 0" + String(mode & 0o777, radix: 8)
        if mode & 0o027 != 0 {
            return .fail(found, limit: limit, "chmod 0400 \(path): whoever reads it opens every dump.")
        }
        return mode & 0o050 == 0
            ? .ok(found, limit: limit)
            : .warn(found, limit: limit, "chmod 0400 \(path), unless the group is the service's own.")
    }

    private static func resolved(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

    /// Opens what is stored: the operator's keys, somebody's sealed profile, and keys of tenants.
    static func opens(_ visit: DoctorVisit) throws -> DoctorWord {
        let limit = "opens what is stored"
        do {
            _ = try visit.deployment()
        } catch is ConfigError {
            throw DoctorBlind(found: "not looked at: no master key", advice: "See master_key_file.")
        } catch VaultError.cannotOpen {
            return .fail("another key", limit: limit, SchemaRefusal.masterKeyDiffers.description)
        }
        let (people, tenants) = try visit.inDirectory { tx in
            (
                try PersonRecord.page([], at: nil, after: nil, limit: 1, in: tx),
                try Tenant.page(limit: tenantsMax, in: tx).filter { $0.status == .active }
            )
        }
        for tenant in tenants {
            do {
                try visit.inTenant(tenant.id) { _ = try $0.vault() }
            } catch VaultError.cannotOpen {
                return .fail("not the key of \(tenant.slug)", limit: limit, SchemaRefusal.masterKeyDiffers.description)
            }
        }
        return .ok(
            "opened the operator's keys, \(min(people.count, 1)) profile, keys of \(tenants.count) tenants",
            limit: limit
        )
    }
}
