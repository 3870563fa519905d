import Foundation
import Postgres
import TestSupport
import Testing

/// What each role can do to each table under each setting of the tenant, tried and compared with what must be.
struct AccessMatrix {
    enum Operation: String, CaseIterable {
        case select, insert, update, delete, moveTenant, upsert, foreignParent

        /// Rows that are inserted belong to a tenant that has none yet, because some tables hold one row a tenant.
        var isOnNewcomer: Bool { self == .insert || self == .foreignParent }
    }

    enum Setting: String, CaseIterable {
        case right, other, unset, empty, garbage
    }

    enum Outcome: Equatable {
        case rows(Int)
        case refused(String)
    }

    /// The tenant that owns what is tried, a second one, and one whose rows are still to be inserted.
    struct Tenants {
        let owner: UUID
        let other: UUID
        let newcomer: UUID
    }

    /// One table with everything the operations need.
    struct Subject {
        let table: RowMaker.Table
        let stored: RowMaker.Values
        let fresh: RowMaker.Values
        /// Rows of the newcomer that point at the owner's rows, one per foreign key behind the wall.
        let strays: [RowMaker.Values]
    }

    struct Rights {
        let canSelect: Bool
        let canInsert: Bool
        let canDelete: Bool
        let updatable: [String]
        /// A policy of the role's own shows it every tenant's rows: the dispatcher's queue, the search functions' reads.
        let seesAll: Bool
    }

    struct RoleRights {
        let role: TestRole
        let byTable: [String: Rights]
    }

    let maker: RowMaker
    let tenants: Tenants
    let subjects: [Subject]

    init(_ connection: Connection, tables names: [String], tenants: Tenants) throws {
        let maker = try RowMaker(connection, tables: names)
        self.maker = maker
        self.tenants = tenants
        subjects = try names.map { name in
            let table = try #require(maker.tables[name])
            let stored = try maker.storedRow(name, tenant: tenants.owner)
            _ = try maker.storedRow(name, tenant: tenants.other)
            let fresh = try maker.freshRow(name, tenant: tenants.newcomer)
            let strays = try table.keys.filter(\.isWalled).map { key in
                let parent = try maker.storedRow(key.parent, tenant: tenants.owner)
                return try maker.strayRow(table, fresh, key: key, parent: parent)
            }
            return Subject(table: table, stored: stored, fresh: fresh, strays: strays)
        }
    }

    func rights(of role: TestRole) throws -> RoleRights {
        var byTable: [String: Rights] = [:]
        for subject in subjects { byTable[subject.table.name] = try rights(of: role, on: subject.table) }
        return RoleRights(role: role, byTable: byTable)
    }

    private func rights(of role: TestRole, on table: RowMaker.Table) throws -> Rights {
        let name = role.databaseName
        let columns = table.columns.map(\.name).filter { $0 != "tenant_id" }
        let rows = try maker.connection.query(
            """
            SELECT has_column_privilege(\(name), \(table.name), 'tenant_id', 'SELECT'), has_table_privilege(\(name), \(table.name), 'INSERT'),
                has_table_privilege(\(name), \(table.name), 'DELETE'),
                ARRAY(SELECT c FROM unnest(\(columns)) c WHERE has_column_privilege(\(name), \(table.name), c, 'UPDATE')),
                EXISTS (SELECT FROM pg_policy WHERE polrelid = (\(table.name)::text)::regclass
                    AND polroles = ARRAY[(\(name)::text)::regrole::oid])
            """
        )
        let row = try #require(rows.first)
        return Rights(
            canSelect: try row.column(0),
            canInsert: try row.column(1),
            canDelete: try row.column(2),
            updatable: try row.column(3),
            seesAll: try (role == .dispatcher || role == .search) && row.column(4, as: Bool.self)
        )
    }

    /// The statements of one operation; each of them must have the expected outcome.
    func statements(_ operation: Operation, on subject: Subject, rights: Rights) -> [String] {
        let table = subject.table.name
        let owner = "tenant_id = '\(tenants.owner)'"
        let plain = subject.table.columns.map(\.name).first { $0 != "tenant_id" } ?? "tenant_id"
        let column = rights.updatable.first ?? plain
        switch operation {
        case .select: return ["SELECT 1 FROM \(table) WHERE \(owner)"]
        case .insert: return [maker.insertion(subject.table, subject.fresh)]
        case .update: return ["UPDATE \(table) SET \(column) = \(column) WHERE \(owner)"]
        case .delete: return ["DELETE FROM \(table) WHERE \(owner)"]
        case .moveTenant: return ["UPDATE \(table) SET tenant_id = '\(tenants.other)' WHERE \(owner)"]
        case .upsert:
            let key = subject.table.primaryKey.joined(separator: ", ")
            let change = rights.updatable.isEmpty ? "NOTHING" : "UPDATE SET \(column) = excluded.\(column)"
            return [maker.insertion(subject.table, subject.stored) + " ON CONFLICT (\(key)) DO \(change)"]
        case .foreignParent: return subject.strays.map { maker.insertion(subject.table, $0) }
        }
    }

    /// Rows that a policy of their own keeps from being deleted: a live case. Imported ones go (HistoryImportTests).
    static let kept: Set<String> = ["switchyard.ticket"]

    func isExpected(
        _ outcome: Outcome,
        _ operation: Operation,
        _ setting: Setting,
        on table: String,
        rights: Rights
    ) -> Bool {
        let denied = Outcome.refused("42501")
        let isAllowed =
            switch operation {
            case .select: rights.canSelect
            case .insert, .foreignParent, .upsert: rights.canInsert
            case .update: !rights.updatable.isEmpty
            case .delete: rights.canDelete
            case .moveTenant: false
            }
        guard isAllowed else { return outcome == denied }
        let setting = rights.seesAll ? .right : setting
        switch (operation, setting) {
        case (_, .garbage): return outcome == .refused("22P02")
        case (.insert, .right): return outcome == .rows(1)
        case (.upsert, .right): return outcome == .rows(rights.updatable.isEmpty ? 0 : 1)
        case (.foreignParent, .right): return outcome == .refused("23503")
        case (.delete, .right) where AccessMatrix.kept.contains(table): return outcome == .rows(0)
        // A parent that others still need is not deleted, by anybody.
        case (.delete, .right): return outcome == .refused("23503") || isSome(outcome)
        case (_, .right): return isSome(outcome)
        case (.insert, _), (.upsert, _), (.foreignParent, _): return outcome == denied
        default: return outcome == .rows(0)
        }
    }

    private func isSome(_ outcome: Outcome) -> Bool {
        if case .rows(let count) = outcome { return count > 0 }
        return false
    }
}

extension AccessMatrix {
    /// Runs a statement as the connection's role under the setting, and takes it back.
    func attempt(
        _ statement: String,
        _ operation: Operation,
        _ setting: Setting,
        on connection: Connection
    ) throws -> Outcome {
        let right = operation.isOnNewcomer ? tenants.newcomer : tenants.owner
        let value: String? =
            switch setting {
            case .right: right.uuidString
            case .other: tenants.other.uuidString
            case .unset: nil
            case .empty: ""
            case .garbage: "garbage"
            }
        var batch = Batch()
        batch.add("begin", "BEGIN")
        if let value { batch.add("set", raw("SET LOCAL \(TenantSetting.name) = '\(value)'")) }
        let place = batch.add("attempt", raw(statement))
        // A reference may be looked at when the transaction ends.
        batch.add("look", "SET CONSTRAINTS ALL IMMEDIATE")
        defer { connection.rollback() }
        do {
            return .rows(try connection.run(batch)[place].affected)
        } catch let error as PostgresError where error.kind == .server {
            return .refused(error.sqlState ?? "")
        }
    }

    /// Rows of any tenant but the entered one that the role can see in a table. Nil where it may not look.
    func foreignRows(in table: String, _ setting: Setting, on connection: Connection) throws -> Int? {
        let entered = setting == .right ? tenants.owner : tenants.other
        let outcome = try attempt(
            "SELECT 1 FROM \(table) WHERE tenant_id <> '\(entered)'",
            .select,
            setting,
            on: connection
        )
        if case .rows(let count) = outcome { return count }
        return nil
    }
}
