import Postgres

extension LintRule {
    var wallQuery: SQL {
        switch self {
        case .rowSecurityOff: "SELECT name FROM walled WHERE NOT relrowsecurity"
        case .rowSecurityNotForced: "SELECT name FROM walled WHERE NOT relforcerowsecurity"
        case .wallMissing:
            """
            SELECT name FROM walled t WHERE NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid AND p.polname = 'wall')
            """
        case .wallForm: wallFormQuery
        case .policyBesideWall:
            """
            SELECT t.name || '.' || p.polname FROM pg_policy p JOIN our_table t ON t.oid = p.polrelid
            WHERE p.polname <> 'wall' AND p.polpermissive AND EXISTS (SELECT FROM unnest(p.polroles) o (oid)
                WHERE o.oid IN (0, 'switchyard_api'::regrole, 'switchyard_worker'::regrole))
            """
        case .policyOfOtherRole: otherRoleQuery
        case .policySubquery:
            """
            SELECT t.name || '.' || p.polname FROM pg_policy p JOIN our_table t ON t.oid = p.polrelid
            WHERE p.polqual::text LIKE '%{SUBLINK%' OR p.polwithcheck::text LIKE '%{SUBLINK%'
            """
        default: LintRule.none
        }
    }

    private var wallFormQuery: SQL {
        """
        SELECT t.name FROM walled t JOIN pg_policy p ON p.polrelid = t.oid AND p.polname = 'wall'
        WHERE NOT p.polpermissive OR p.polcmd <> '*'
           OR pg_get_expr(p.polqual, p.polrelid) IS DISTINCT FROM \(TenantSetting.wall)
           OR pg_get_expr(p.polwithcheck, p.polrelid) IS DISTINCT FROM \(TenantSetting.wall)
           OR NOT (p.polroles @> ARRAY['switchyard_api'::regrole::oid, 'switchyard_worker'::regrole::oid]
               AND p.polroles <@ ARRAY['switchyard_api'::regrole::oid, 'switchyard_worker'::regrole::oid])
        """
    }

    /// The dispatcher sees queue tables; the search functions' owner reads. Nobody else has a policy.
    private var otherRoleQuery: SQL {
        """
        SELECT t.name || '.' || p.polname FROM pg_policy p JOIN our_table t ON t.oid = p.polrelid
        CROSS JOIN LATERAL unnest(p.polroles) o (oid)
        WHERE o.oid NOT IN (0, 'switchyard_api'::regrole, 'switchyard_worker'::regrole)
          AND NOT (o.oid = 'switchyard_dispatcher'::regrole AND t.family IS NOT DISTINCT FROM 'queue')
          AND NOT (o.oid = 'switchyard_search'::regrole AND p.polcmd = 'r')
        """
    }
}
