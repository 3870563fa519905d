import Postgres

extension LintRule {
    var functionQuery: SQL {
        switch self {
        case .definerSearchPath:
            """
            SELECT name FROM our_function f WHERE prosecdef AND NOT EXISTS (SELECT FROM unnest(f.proconfig) c (setting)
                WHERE setting ~ '^search_path=pg_catalog(, public)?, pg_temp$')
            """
        case .definerPublic:
            """
            SELECT name FROM our_function f WHERE prosecdef AND (proacl IS NULL
                OR EXISTS (SELECT FROM aclexplode(f.proacl) a WHERE a.grantee = 0))
            """
        case .definerOwner:
            """
            SELECT f.name FROM our_function f JOIN pg_roles r ON r.oid = f.proowner
            WHERE f.prosecdef AND (r.rolsuper OR r.rolbypassrls)
            """
        case .definerTenantArgument:
            """
            SELECT f.name FROM our_function f WHERE f.prosecdef AND f.name <> ALL (\(CatalogLint.tenantArguments))
            AND EXISTS (SELECT FROM unnest(f.proargnames, f.proargmodes) a (argument, mode)
                WHERE a.argument ~* 'tenant' AND coalesce(a.mode, 'i') IN ('i', 'b', 'v'))
            """
        case .definerIgnoresTenant:
            """
            SELECT name FROM our_function WHERE prosecdef AND (nspname = 'switchyard' OR prosrc ~ 'switchyard\\.')
            AND strpos(prosrc, \(TenantSetting.name)) = 0
            """
        case .tenantSetElsewhere:
            """
            SELECT name FROM our_function WHERE prosrc ~* \(TenantSetting.assignment) AND name <> 'switchyard.enter_tenant'
            """
        default: LintRule.none
        }
    }
}
