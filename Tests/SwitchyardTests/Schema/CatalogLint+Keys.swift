import Postgres

extension LintRule {
    var keyQuery: SQL {
        switch self {
        case .primaryKey:
            """
            SELECT name FROM walled t WHERE NOT EXISTS (SELECT FROM pg_index i JOIN pg_attribute a
                ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
                WHERE i.indrelid = t.oid AND i.indisprimary AND a.attname = 'tenant_id')
            """
        case .uniqueKey:
            """
            SELECT i.index_name FROM walled_index i
            LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
            WHERE (i.indisunique OR i.indisexclusion) AND NOT i.indisprimary AND a.attname IS DISTINCT FROM 'tenant_id'
            """
        case .indexLead:
            """
            SELECT i.index_name FROM walled_index i
            LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
            WHERE i.family = 'tenant' AND NOT (i.indisunique OR i.indisexclusion) AND a.attname IS DISTINCT FROM 'tenant_id'
              AND NOT (i.amname = 'gin' AND i.index_name LIKE 'search\\_%')
            """
        case .indexKeyType:
            """
            SELECT DISTINCT k.index_name FROM index_key k JOIN pg_type y ON y.oid = k.atttypid
            WHERE y.typtype = 'e' OR y.typcategory = 'A' OR y.oid IN ('numeric'::regtype, 'jsonb'::regtype)
            """
        case .indexKeyLeakproof: leakproofQuery
        case .indexKeyExpression: "SELECT DISTINCT index_name FROM index_key WHERE attnum = 0"
        case .searchIndex:
            """
            SELECT i.index_name FROM walled_index i
            LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
            WHERE (i.index_name LIKE 'search\\_%' OR i.amname <> 'btree') AND NOT (i.index_name LIKE 'search\\_%'
                AND i.amname = 'gin' AND a.attname IS NOT DISTINCT FROM 'tenant_id')
            """
        case .foreignKey: foreignKeyQuery
        case .foreignKeyFromDirectory:
            """
            SELECT f.conname::text FROM pg_constraint f JOIN our_table t ON t.oid = f.conrelid JOIN walled p ON p.oid = f.confrelid
            WHERE f.contype = 'f' AND f.conrelid NOT IN (SELECT oid FROM walled)
            """
        case .foreignKeyOfQueue:
            """
            SELECT f.conname::text FROM pg_constraint f JOIN our_table t ON t.oid = f.conrelid
            JOIN our_table p ON p.oid = f.confrelid
            WHERE f.contype = 'f' AND (t.family = 'queue') <> (p.family = 'queue')
            """
        case .foreignKeyAction:
            """
            SELECT f.conname::text FROM pg_constraint f JOIN our_table t ON t.oid = f.conrelid
            WHERE f.contype = 'f' AND (f.confdeltype IN ('n', 'd') OR f.confupdtype IN ('n', 'd', 'c'))
            """
        case .constraintName:
            """
            SELECT k.conname::text FROM pg_constraint k JOIN our_table t ON t.oid = k.conrelid
            WHERE k.conname ~ CASE k.contype WHEN 'f' THEN '_fkey[0-9]*$' WHEN 'u' THEN '_key[0-9]*$'
                WHEN 'c' THEN '_check[0-9]*$' WHEN 'x' THEN '_excl[0-9]*$' ELSE '^$' END
            """
        default: LintRule.none
        }
    }

    /// Row security stops the planner from using an index whose operators may leak what a hidden row holds.
    private var leakproofQuery: SQL {
        """
        SELECT DISTINCT k.index_name FROM index_key k JOIN pg_opclass c ON c.oid = k.opclass
        JOIN pg_type y ON y.oid = k.atttypid
        JOIN pg_am a ON a.oid = c.opcmethod
        JOIN pg_amop m ON m.amopfamily = c.opcfamily AND m.amoplefttype = c.opcintype
            AND (m.amoprighttype = c.opcintype OR a.amname <> 'btree')
        JOIN pg_operator o ON o.oid = m.amopopr JOIN pg_proc p ON p.oid = o.oprcode
        WHERE NOT p.proleakproof
          AND NOT (y.typtype = 'e' OR y.typcategory = 'A' OR y.oid IN ('numeric'::regtype, 'jsonb'::regtype))
        """
    }

    /// Between tenants' tables a key carries tenant_id on both sides, and pairs it with itself.
    private var foreignKeyQuery: SQL {
        """
        SELECT f.conname::text FROM pg_constraint f JOIN walled t ON t.oid = f.conrelid JOIN our_table p ON p.oid = f.confrelid
        WHERE f.contype = 'f' AND p.family IS DISTINCT FROM 'directory' AND NOT EXISTS (
            SELECT FROM unnest(f.conkey, f.confkey) k (own, other)
            JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.own
            JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attnum = k.other
            WHERE a.attname = 'tenant_id' AND b.attname = 'tenant_id')
        """
    }
}
