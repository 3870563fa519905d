import Postgres

extension LintRule {
    var privilegeQuery: SQL {
        switch self {
        case .roleAttribute:
            """
            SELECT r.rolname::text FROM pg_roles r JOIN app_role USING (oid)
            WHERE r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication
            """
        case .roleMembership:
            """
            SELECT r.rolname || ' in ' || m.roleid::regrole FROM pg_auth_members m JOIN app_role r ON r.oid = m.member
            """
        case .roleOwns:
            """
            SELECT c.name FROM our_class c JOIN app_role r ON r.oid = c.relowner
            UNION ALL SELECT f.name FROM our_function f JOIN app_role r ON r.oid = f.proowner
                WHERE r.rolname <> 'switchyard_search'
                  AND NOT (r.rolname = 'switchyard_dispatcher' AND f.name = ANY (\(CatalogLint.overTheQueue)))
            UNION ALL SELECT s.nspname FROM pg_namespace s JOIN app_role r ON r.oid = s.nspowner
            """
        case .publicPrivilege:
            """
            SELECT c.name FROM our_class c WHERE EXISTS (SELECT FROM aclexplode(c.relacl) a WHERE a.grantee = 0)
            UNION ALL SELECT n.nspname FROM pg_namespace n WHERE n.nspname IN ('public', 'switchyard', 'directory', 'migration')
                AND EXISTS (SELECT FROM aclexplode(n.nspacl) a WHERE a.grantee = 0)
            """
        case .tablePrivilege:
            """
            SELECT DISTINCT c.name FROM our_class c CROSS JOIN app_role r WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm')
            AND (has_table_privilege(r.oid, c.oid, 'TRUNCATE, REFERENCES, TRIGGER')
                OR has_any_column_privilege(r.oid, c.oid, 'REFERENCES')) AND c.relowner <> r.oid
            """
        case .schemaPrivilege:
            """
            SELECT DISTINCT n.nspname FROM pg_namespace n CROSS JOIN app_role r
            WHERE n.nspname IN ('public', 'switchyard', 'directory', 'migration') AND has_schema_privilege(r.oid, n.oid, 'CREATE')
            """
        case .databasePrivilege:
            """
            SELECT r.rolname::text FROM app_role r
            WHERE has_database_privilege(r.oid, current_database(), 'CREATE, TEMP')
            """
        case .updateOfTenant:
            """
            SELECT DISTINCT t.name FROM walled t CROSS JOIN app_role r
            WHERE has_column_privilege(r.oid, t.oid, 1::int2, 'UPDATE')
            """
        case .credentialReadable:
            """
            SELECT DISTINCT t.name FROM our_table t CROSS JOIN app_role r
            WHERE t.name = ANY (\(CatalogLint.credentials)) AND has_any_column_privilege(r.oid, t.oid, 'SELECT')
            """
        case .dispatcherBeyondQueue:
            """
            SELECT c.name FROM our_class c LEFT JOIN our_table t USING (oid) WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm')
            AND t.family IS DISTINCT FROM 'queue' AND \(anyRight("switchyard_dispatcher"))
            """
        case .searchRoleBeyondSearch:
            """
            SELECT c.name FROM our_class c WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND \(anyRight("switchyard_search"))
            AND (has_any_column_privilege('switchyard_search', c.oid, 'INSERT, UPDATE')
                OR has_table_privilege('switchyard_search', c.oid, 'DELETE') OR NOT EXISTS (SELECT FROM pg_policy p
                    WHERE p.polrelid = c.oid AND p.polroles = ARRAY['switchyard_search'::regrole::oid]))
            """
        case .logWritable:
            """
            SELECT DISTINCT t.name FROM our_table t CROSS JOIN app_role r WHERE t.name = ANY (\(CatalogLint.logs))
            AND (has_table_privilege(r.oid, t.oid, 'UPDATE, DELETE') OR has_any_column_privilege(r.oid, t.oid, 'UPDATE'))
            """
        default: LintRule.none
        }
    }

    private func anyRight(_ role: String) -> SQL {
        """
        (has_any_column_privilege(\(role), c.oid, 'SELECT, INSERT, UPDATE') OR has_table_privilege(\(role), c.oid, 'DELETE'))
        """
    }
}
