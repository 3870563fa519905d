/// The setting that carries the tenant, for tests of the wall itself: everything else enters by `enter_tenant`.
enum TenantSetting {
    static let name = "app.tenant"

    /// The one form a wall may have, as PostgreSQL prints it: bare, without a subquery, so that it is read at execution and
    /// an unset or empty setting shows no row.
    static let wall = "(tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)"

    /// A function body that sets the tenant.
    static let assignment = #"(set\s+(local\s+)?app\.tenant|set_config\s*\(\s*'app\.tenant)"#
}
