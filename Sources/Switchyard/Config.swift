import Foundation
package import Postgres

/// Settings of a process, read once from its environment. Every name is listed in `deploy/env.sample`; a wrong value is one
/// sentence, and secrets are read from files.
package struct Config: Sendable {
    package let environment: [String: String]

    package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.environment = environment
    }

    package enum Role: String, CaseIterable, Sendable {
        case api = "SWITCHYARD_API_DATABASE_URL"
        case worker = "SWITCHYARD_WORKER_DATABASE_URL"
        case dispatcher = "SWITCHYARD_DISPATCHER_DATABASE_URL"
        /// The administrator's, for `switchyardctl migrate` only.
        case administrator = "DATABASE_URL"
    }

    package func connection(_ role: Role, name: String) throws -> ConnectionSettings {
        var settings: ConnectionSettings
        do {
            settings = try ConnectionSettings(required(role.rawValue))
        } catch let error as PostgresError {
            throw ConfigError(role.rawValue, "is no database URL: \(error.message)")
        }
        settings.applicationName = name
        return settings
    }

    package func masterKey() throws -> MasterKey {
        let path = try required("SWITCHYARD_MASTER_KEY_FILE")
        guard let data = FileManager.default.contents(atPath: path), let text = String(validating: data, as: UTF8.self)
        else {
            throw ConfigError("SWITCHYARD_MASTER_KEY_FILE", "names a file that cannot be read: \(path)")
        }
        do {
            return try MasterKey(base64: text)
        } catch {
            throw ConfigError("SWITCHYARD_MASTER_KEY_FILE", "does not hold 32 random bytes in base64")
        }
    }

    package func text(_ name: String, default fallback: String) -> String { optional(name) ?? fallback }

    package func optional(_ name: String) -> String? {
        guard let value = environment[name], !value.isEmpty else { return nil }
        return value
    }

    package func required(_ name: String) throws -> String {
        guard let value = optional(name) else { throw ConfigError(name, "is not set") }
        return value
    }

    /// Connections of an API process: each of its threads holds one.
    package func poolSize() throws -> Int { try number("SWITCHYARD_POOL_SIZE", default: 8, in: 1...64) }

    /// How many of those work at once on what is quick: two for each processor of the database. Unless it is told, those of
    /// this machine are counted.
    package func poolActive() throws -> Int {
        let processors = ProcessInfo.processInfo.activeProcessorCount
        return try number("SWITCHYARD_POOL_ACTIVE", default: min(2 * processors, 64), in: 1...64)
    }

    package func number(_ name: String, default fallback: Int, in range: ClosedRange<Int>) throws -> Int {
        guard let text = optional(name) else { return fallback }
        guard let value = Int(text), range.contains(value) else {
            throw ConfigError(name, "must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }
}

/// One setting is missing or wrong.
package struct ConfigError: Error, Sendable, Hashable, CustomStringConvertible {
    package let name: String
    package let problem: String

    package init(_ name: String, _ problem: String) {
        self.name = name
        self.problem = problem
    }

    package var description: String { "\(name) \(problem)." }
}
