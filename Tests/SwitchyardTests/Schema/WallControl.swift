import Foundation
import Postgres
import TestSupport
import Testing

/// One control of the wall as the catalog has it: how to take it away, how to put it back, and who would notice.
struct WallControl {
    let name: String
    let table: String
    let roles: [TestRole]
    let removal: String
    let restoring: String

    /// Every policy, every wall opened for reading and for writing, row security itself, the right to move a row between
    /// tenants, and every key between walled tables.
    static func all(_ connection: Connection) throws -> [WallControl] {
        try [policies, walls, keys].flatMap { query in
            try connection.query(query).map { row in
                let roles: [String] = try row.column(2)
                return WallControl(
                    name: try row.column(0),
                    table: try row.column(1),
                    roles: TestRole.allCases.filter { roles.contains($0.databaseName) },
                    removal: try row.column(3),
                    restoring: try row.column(4)
                )
            }
        }
    }

    private static let policies: SQL = """
        SELECT 'policy ' || policyname || ' of ' || tablename, schemaname || '.' || tablename, roles::text[],
            format('DROP POLICY %I ON %I.%I', policyname, schemaname, tablename),
            format('CREATE POLICY %I ON %I.%I AS %s FOR %s TO %s', policyname, schemaname, tablename, permissive, cmd,
                array_to_string(roles, ', '))
                || coalesce(' USING (' || qual || ')', '') || coalesce(' WITH CHECK (' || with_check || ')', '')
        FROM pg_policies ORDER BY tablename, policyname
        """

    /// What is left where only a part of the wall is there.
    private static let walls: SQL = """
        SELECT format(m.name, tablename), schemaname || '.' || tablename, roles::text[],
            format(m.removal, schemaname || '.' || tablename),
            format(m.restoring, schemaname || '.' || tablename, qual)
        FROM pg_policies CROSS JOIN (VALUES
            ('reading behind the wall of %s', 'ALTER POLICY wall ON %s USING (true)', 'ALTER POLICY wall ON %1$s USING (%2$s)'),
            ('writing behind the wall of %s', 'ALTER POLICY wall ON %s WITH CHECK (true)',
                'ALTER POLICY wall ON %1$s WITH CHECK (%2$s)'),
            ('row security of %s', 'ALTER TABLE %s DISABLE ROW LEVEL SECURITY', 'ALTER TABLE %1$s ENABLE ROW LEVEL SECURITY'),
            ('nobody beside the wall of %s', 'CREATE POLICY gate ON %s USING (true)', 'DROP POLICY gate ON %1$s'),
            ('tenants that stay in %s', 'GRANT UPDATE (tenant_id) ON %s TO switchyard_api, switchyard_worker',
                'REVOKE UPDATE (tenant_id) ON %1$s FROM switchyard_api, switchyard_worker')
        ) m (name, removal, restoring)
        WHERE policyname = 'wall' ORDER BY tablename, m.name
        """

    private static let keys: SQL = """
        SELECT 'key ' || conname || ' of ' || c.relname, conrelid::regclass::text,
            ARRAY['switchyard_api', 'switchyard_worker'],
            format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
            format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(f.oid))
        FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid
        WHERE contype = 'f' AND conparentid = 0 AND connamespace = 'switchyard'::regnamespace
            AND EXISTS (SELECT FROM pg_class p WHERE p.oid = f.confrelid AND p.relnamespace = f.connamespace)
        ORDER BY conrelid::regclass::text, conname
        """
}
