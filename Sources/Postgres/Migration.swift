import Foundation

/// One file `NNNN_name.sql`.
package struct Migration: Sendable, Hashable {
    package static let filesMax = 9_999
    package static let bytesMax = 4_194_304

    package let version: Int
    package let name: String
    package let text: String

    /// All migrations of a folder, 1, 2, 3, … without a gap.
    package static func all(in directory: String) throws -> [Migration] {
        let names = try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".sql") }
            .sorted()
        guard names.count <= filesMax else { throw MigrationError.badFile("\(names.count) files") }
        let migrations = try names.map { try Migration(file: $0, in: directory) }
        for (index, migration) in migrations.enumerated() {
            if index > 0, migrations[index - 1].version == migration.version {
                throw MigrationError.duplicate(version: migration.version)
            }
            guard migration.version == index + 1 else { throw MigrationError.gap(missing: index + 1) }
        }
        return migrations
    }

    private init(file: String, in directory: String) throws {
        let parts = file.dropLast(".sql".count).split(separator: "_", maxSplits: 1)
        guard parts.count == 2, parts[0].count == 4, let version = Int(parts[0]), version > 0 else {
            throw MigrationError.badFile(file)
        }
        let data = try Data(contentsOf: URL(fileURLWithPath: directory).appendingPathComponent(file))
        guard data.count <= Self.bytesMax, let text = String(data: data, encoding: .utf8) else {
            throw MigrationError.badFile(file)
        }
        self.version = version
        self.name = String(parts[1])
        self.text = text
    }
}

package enum MigrationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Not `NNNN_name.sql`, not UTF-8, or too large.
    case badFile(String)
    case duplicate(version: Int)
    case gap(missing: Int)
    /// A landed migration never changes.
    case changed(version: Int, name: String)
    case databaseNewer(database: Int, files: Int)
    /// Another process holds the migration lock for too long.
    case locked
    case endsItsTransaction(version: Int)
    case failed(version: Int, name: String, error: PostgresError)

    package var description: String {
        switch self {
        case .badFile(let file): "\(file) is not a migration: NNNN_name.sql, UTF-8, at most \(Migration.bytesMax) bytes"
        case .duplicate(let version): "there are two migrations \(version)"
        case .gap(let missing): "migration \(missing) is missing"
        case .changed(let version, let name): "migration \(version) (\(name)) differs from the one that was applied"
        case .databaseNewer(let database, let files):
            "the database has version \(database), newer than the newest file, \(files)"
        case .locked: "another migration has been running for \(Migrator.lockWaitSecondsMax) seconds"
        case .endsItsTransaction(let version): "migration \(version) ends the transaction it runs in"
        case .failed(let version, let name, let error): "migration \(version) (\(name)) failed: \(error)"
        }
    }
}
