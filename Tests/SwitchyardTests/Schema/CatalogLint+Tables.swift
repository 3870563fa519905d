import Postgres

extension LintRule {
    var tableQuery: SQL {
        switch self {
        case .tableWithoutFamily:
            "SELECT name FROM our_table WHERE family IS NULL AND NOT relispartition"
        case .familyWithoutTable:
            "SELECT table_name FROM migration.table_family WHERE table_name NOT IN (SELECT name FROM our_table)"
        case .familyInWrongSchema:
            """
            SELECT name FROM our_table WHERE family IS NOT NULL
            AND nspname <> CASE family WHEN 'directory' THEN 'directory' ELSE 'switchyard' END
            """
        case .tableOwner:
            """
            SELECT name FROM our_class WHERE relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
            AND relowner <> 'switchyard_owner'::regrole
            """
        case .tenantColumn:
            """
            SELECT name FROM walled t WHERE NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = t.oid
                AND a.attname = 'tenant_id' AND a.attnum = 1 AND a.attnotnull AND a.atttypid = 'uuid'::regtype)
            """
        case .tenantlessReadable:
            """
            SELECT name FROM our_table t WHERE name = ANY (\(CatalogLint.tenantless)) AND EXISTS (
                SELECT FROM app_role r WHERE r.rolname <> 'switchyard_dispatcher'
                AND has_table_privilege(r.oid, t.oid, 'SELECT, INSERT, UPDATE, DELETE'))
            """
        case .columnDefault: columnDefaultQuery
        case .bytesSampled: bytesSampledQuery
        case .sampleWide: sampleWideQuery
        case .sequence:
            """
            SELECT name FROM our_class WHERE relkind = 'S'
            UNION ALL SELECT t.name || '.' || a.attname FROM our_table t JOIN pg_attribute a ON a.attrelid = t.oid
            WHERE a.attidentity <> ''
            """
        case .trigger:
            """
            SELECT c.name || '.' || g.tgname FROM pg_trigger g JOIN our_class c ON c.oid = g.tgrelid WHERE NOT g.tgisinternal
            UNION ALL SELECT c.name || '.' || w.rulename FROM pg_rewrite w JOIN our_class c ON c.oid = w.ev_class
            WHERE w.rulename <> '_RETURN'
            """
        case .view:
            """
            SELECT name FROM our_class WHERE relkind = 'v'
            AND NOT coalesce(reloptions, '{}') && '{security_invoker=true,security_invoker=on,security_invoker=1}'
            """
        case .materializedView: "SELECT name FROM our_class WHERE relkind = 'm'"
        case .barePartition:
            """
            SELECT t.name FROM our_table t JOIN pg_inherits i ON i.inhrelid = t.oid WHERE EXISTS (SELECT FROM app_role r
                WHERE has_table_privilege(r.oid, t.oid, 'SELECT, INSERT, UPDATE, DELETE')
                OR has_any_column_privilege(r.oid, t.oid, 'SELECT, INSERT, UPDATE'))
            """
        case .nestedPartition: "SELECT name FROM our_table WHERE relkind = 'p' AND relispartition"
        default: LintRule.none
        }
    }

    /// Ids, random values and wall-clock times come from the app: a default is a constant.
    private var columnDefaultQuery: SQL {
        """
        SELECT t.name || '.' || a.attname FROM walled t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attgenerated = ''
        JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
        WHERE pg_get_expr(d.adbin, d.adrelid) ~ '[(]|CURRENT_|LOCALTIME'
          AND t.name || '.' || a.attname <> ALL (\(CatalogLint.computedDefaults))
        """
    }

    /// Ciphertext and digests: ANALYZE would keep samples of them that outlive their rows.
    private var bytesSampledQuery: SQL {
        """
        SELECT t.name || '.' || a.attname FROM our_table t
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE t.family IS NOT NULL AND a.atttypid = 'bytea'::regtype AND a.attstattarget IS DISTINCT FROM 0
          AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t.oid AND a.attnum = ANY (i.indkey::int2[]))
        """
    }

    /// One column beyond, and ANALYZE reads ten times as many rows of the table.
    private var sampleWideQuery: SQL {
        """
        SELECT t.name || '.' || a.attname FROM our_table t
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE t.name = ANY (\(CatalogLint.writtenByIntake)) AND coalesce(a.attstattarget, -1) NOT BETWEEN 0 AND 10
        """
    }
}
