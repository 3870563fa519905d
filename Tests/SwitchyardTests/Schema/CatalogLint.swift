import Foundation
import Postgres

/// The rules of `spec/tenancy.md` that a catalog can show, one query each; an empty answer is a pass. Every rule is proven
/// on `bad-schema.sql`, where each kind of defect must be found by its own name.
enum LintRule: String, CaseIterable, Sendable {
    // tables and families
    case tableWithoutFamily, familyWithoutTable, familyInWrongSchema, tableOwner, tenantColumn, tenantlessReadable
    case columnDefault, bytesSampled, sampleWide, sequence, trigger, view, materializedView, barePartition
    case nestedPartition
    // keys
    case primaryKey, uniqueKey, indexLead, indexKeyType, indexKeyLeakproof, indexKeyExpression, searchIndex
    case foreignKey, foreignKeyFromDirectory, foreignKeyOfQueue, foreignKeyAction, constraintName
    // walls
    case rowSecurityOff, rowSecurityNotForced, wallMissing, wallForm, policyBesideWall, policyOfOtherRole,
        policySubquery
    // functions
    case definerSearchPath, definerPublic, definerOwner, definerTenantArgument, definerIgnoresTenant, tenantSetElsewhere
    // roles and rights
    case roleAttribute, roleMembership, roleOwns, publicPrivilege, tablePrivilege, schemaPrivilege, databasePrivilege
    case updateOfTenant, credentialReadable, dispatcherBeyondQueue, searchRoleBeyondSearch, logWritable
}

struct LintFinding: Hashable, Sendable, CustomStringConvertible {
    let rule: LintRule
    let object: String

    var description: String { "\(rule.rawValue) \(object)" }
}

enum CatalogLint {
    /// Tables that are no tenant's: the dispatcher's alone.
    static let tenantless = [
        "switchyard.job_kind_hold", "switchyard.schedule", "switchyard.schedule_fire", "switchyard.worker_lease",
    ]
    /// What proves who somebody is. Asked for by exact hash, never selected.
    static let credentials = [
        "directory.api_key", "directory.source_secret", "directory.password", "directory.session",
        "directory.second_factor", "directory.recovery_code", "directory.sign_in_link",
    ]
    /// What happened: written once.
    static let logs = ["switchyard.event", "switchyard.exclusion_act", "directory.act"]
    /// What every intake writes.
    static let writtenByIntake = [
        "switchyard.customer", "switchyard.event", "switchyard.message", "switchyard.receipt", "switchyard.sla_cycle",
        "switchyard.sla_timer", "switchyard.ticket", "switchyard.ticket_ref",
    ]
    /// Definer functions that are told a tenant, under no tenant's wall: administrators' acts on keys, and where a page ends that
    /// is of all tenants.
    static let tenantArguments = ["directory.revoke_api_key", "switchyard.job_caps", "switchyard.job_holds"]
    /// Definer functions that look over the queue of all tenants, owned by the role that may see it and nothing else.
    static let overTheQueue = [
        "switchyard.hold_jobs", "switchyard.job_caps", "switchyard.job_holds", "switchyard.job_tallies",
        "switchyard.release_jobs",
    ]
    /// Defaults that the database computes on purpose.
    static let computedDefaults = ["switchyard.event.transaction_id"]

    static func findings(_ connection: Connection, rules: [LintRule] = LintRule.allCases) throws -> [LintFinding] {
        try rules.flatMap { rule in
            try connection.query("\(catalog)\(rule.query)").map { row in
                LintFinding(rule: rule, object: try row.column(0))
            }
        }
    }

    /// What all queries look at: our tables with their family, those behind the wall, and the roles of the processes.
    static let catalog: SQL = """
        WITH our_schema AS (
            SELECT oid, nspname FROM pg_namespace
            WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', 'migration')
        ), our_class AS (
            SELECT c.*, s.nspname, s.nspname || '.' || c.relname AS name FROM pg_class c
            JOIN our_schema s ON s.oid = c.relnamespace
            WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
        ), our_table AS (
            SELECT c.*, f.family FROM our_class c LEFT JOIN migration.table_family f ON f.table_name = c.name
            WHERE c.relkind IN ('r', 'p', 'f')
        ), walled AS (
            SELECT * FROM our_table WHERE family IN ('tenant', 'queue') AND name <> ALL (\(tenantless))
        ), walled_index AS (
            SELECT i.*, c.relname AS index_name, t.name AS table_name, t.family, m.amname FROM pg_index i
            JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam JOIN walled t ON t.oid = i.indrelid
        ), index_key AS (
            SELECT i.index_name, i.table_name, k.attnum, o.opclass, a.atttypid FROM walled_index i
            CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY k (attnum, place)
            CROSS JOIN LATERAL unnest(i.indclass::oid[]) WITH ORDINALITY o (opclass, place)
            LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum > 0
            WHERE k.place = o.place AND k.place <= i.indnkeyatts
              AND NOT (i.amname = 'gin' AND i.index_name LIKE 'search\\_%')
        ), our_function AS (
            SELECT p.*, s.nspname, s.nspname || '.' || p.proname AS name FROM pg_proc p
            JOIN our_schema s ON s.oid = p.pronamespace
            WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
        ), app_role AS (
            SELECT oid, rolname FROM pg_roles
            WHERE rolname IN ('switchyard_api', 'switchyard_worker', 'switchyard_dispatcher', 'switchyard_search')
        )

        """
}

extension LintRule {
    var query: SQL {
        switch self {
        case .tableWithoutFamily, .familyWithoutTable, .familyInWrongSchema, .tableOwner, .tenantColumn,
            .tenantlessReadable, .columnDefault, .bytesSampled, .sampleWide, .sequence, .trigger, .view,
            .materializedView, .barePartition, .nestedPartition:
            tableQuery
        case .primaryKey, .uniqueKey, .indexLead, .indexKeyType, .indexKeyLeakproof, .indexKeyExpression, .searchIndex,
            .foreignKey, .foreignKeyFromDirectory, .foreignKeyOfQueue, .foreignKeyAction, .constraintName:
            keyQuery
        case .rowSecurityOff, .rowSecurityNotForced, .wallMissing, .wallForm, .policyBesideWall, .policyOfOtherRole,
            .policySubquery:
            wallQuery
        case .definerSearchPath, .definerPublic, .definerOwner, .definerTenantArgument, .definerIgnoresTenant,
            .tenantSetElsewhere:
            functionQuery
        case .roleAttribute, .roleMembership, .roleOwns, .publicPrivilege, .tablePrivilege, .schemaPrivilege,
            .databasePrivilege, .updateOfTenant, .credentialReadable, .dispatcherBeyondQueue,
            .searchRoleBeyondSearch, .logWritable:
            privilegeQuery
        }
    }

    /// A rule that another group of queries answers.
    static let none: SQL = "SELECT '' WHERE false"
}
