import Postgres

extension Tenant {
    /// What a set-up calls it.
    static let sandboxMember = "sandbox"

    static func isSandbox(in tx: TenantTransaction) throws -> Bool {
        let rows = try tx.query("SELECT sandbox FROM directory.tenant WHERE id = \(tx.tenantID)", "sandbox")
        guard let row = rows.first else { throw DomainError.notFound }
        return try row.column(0)
    }
}
