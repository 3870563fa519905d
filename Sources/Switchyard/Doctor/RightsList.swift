package import Postgres

/// Who may do what in a database, one line a right, with the walls and who owns what: `sql/rights.txt` is what the
/// migrations make, and the doctor compares a database with it. Written by `scripts/schema`.
package struct RightsList: Sendable, Hashable {
    package static let fileName = "rights.txt"
    private static let headerPrefix = "# schema "
    /// Lines that are read; a schema has some two thousand.
    private static let linesMax = 20_000
    private static let schemas = ["switchyard", "directory", "migration", "public"]

    package let schemaVersion: Int
    package let lines: Set<String>

    package var text: String {
        RightsList.headerPrefix + "\(schemaVersion)\n" + lines.sorted().map { $0 + "\n" }.joined()
    }

    /// Nil for a text that is no such list.
    package init?(text: String) {
        let lines = text.split(separator: "\n", maxSplits: RightsList.linesMax)
        guard let head = lines.first, head.hasPrefix(RightsList.headerPrefix),
            let version = Int(head.dropFirst(RightsList.headerPrefix.count))
        else { return nil }
        schemaVersion = version
        self.lines = Set(lines.dropFirst().map(String.init))
    }

    /// As the database has it. Any role may ask.
    package init(of connection: Connection) throws {
        schemaVersion = try Migrator.versionInDatabase(connection)
        let statements = [
            RightsList.relations, RightsList.tables, RightsList.columns, RightsList.functions, RightsList.places,
            RightsList.policies,
        ]
        lines = try statements.reduce(into: []) { lines, statement in
            for row in try connection.query(statement) { lines.insert(try row.column(0)) }
        }
    }

    /// Days of finished jobs come and go, and have no rights of their own.
    private static let ours: SQL = """
        (SELECT c.oid, c.relname, c.relacl, c.relowner, c.relrowsecurity, c.relforcerowsecurity, c.relkind,
            n.nspname || '.' || c.relname AS name
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ANY (\(schemas)) AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
            AND NOT (c.relispartition AND c.relname ~ '_[0-9]{8}$')) c
        """

    private static let grantee: SQL = "CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END"

    private static let grantOption: SQL = "CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END"

    private static let relations: SQL = """
        SELECT concat_ws(' ', 'table', c.name, 'owner', c.relowner::regrole::text,
            CASE WHEN c.relrowsecurity THEN 'walled' END, CASE WHEN c.relforcerowsecurity THEN 'forced' END)
        FROM \(ours)
        """

    private static let tables: SQL = """
        SELECT concat('table ', c.name, ' ', \(grantee), ' ', a.privilege_type, \(grantOption))
        FROM \(ours) CROSS JOIN LATERAL aclexplode(c.relacl) a WHERE a.grantee <> c.relowner
        """

    private static let columns: SQL = """
        SELECT concat('column ', c.name, '.', t.attname, ' ', \(grantee), ' ', a.privilege_type, \(grantOption))
        FROM \(ours) JOIN pg_catalog.pg_attribute t ON t.attrelid = c.oid AND NOT t.attisdropped
        CROSS JOIN LATERAL aclexplode(t.attacl) a
        """

    /// A function without a list of its own may be called by everybody. Those of extensions are not ours.
    private static let functions: SQL = """
        SELECT concat('function ', f.name, ' ', \(grantee), ' ', a.privilege_type, \(grantOption)) FROM (
            SELECT p.proowner, coalesce(p.proacl, acldefault('f', p.proowner)) AS acl, concat(n.nspname, '.', p.proname, '(',
                pg_get_function_identity_arguments(p.oid), ') owner ', p.proowner::regrole,
                CASE WHEN p.prosecdef THEN ' definer' ELSE '' END) AS name
            FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname = ANY (\(schemas)) AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')) f
        CROSS JOIN LATERAL aclexplode(f.acl) a WHERE a.grantee <> f.proowner
        """

    /// Schemas, and the database, whose name and owner are the installation's own.
    private static let places: SQL = """
        SELECT concat('schema ', n.nspname, ' ', \(grantee), ' ', a.privilege_type, \(grantOption))
        FROM pg_catalog.pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) a
        WHERE n.nspname = ANY (\(schemas)) AND a.grantee <> n.nspowner
        UNION ALL
        SELECT concat('database ', \(grantee), ' ', a.privilege_type, \(grantOption))
        FROM pg_catalog.pg_database d CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
        WHERE d.datname = current_database() AND a.grantee <> d.datdba
        """

    private static let policies: SQL = """
        SELECT concat_ws(' ', 'policy', c.name, p.polname, p.polcmd, CASE WHEN p.polpermissive THEN 'permissive' END, (
                SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE r::regrole::text END, ',' ORDER BY r::regrole::text)
                FROM unnest(p.polroles) r),
            'using', regexp_replace(pg_get_expr(p.polqual, p.polrelid), '\\s+', ' ', 'g'),
            'check', regexp_replace(pg_get_expr(p.polwithcheck, p.polrelid), '\\s+', ' ', 'g'))
        FROM \(ours) JOIN pg_catalog.pg_policy p ON p.polrelid = c.oid
        """
}
