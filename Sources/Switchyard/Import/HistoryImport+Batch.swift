import BusinessTime
import Foundation
import Postgres

extension HistoryImport {
    /// Takes the waiting lines of one tenant in, with the number of the last one, in one transaction.
    mutating func flush(_ slug: String) throws {
        guard let tenant = tenants[slug], !tenant.waiting.isEmpty else { return }
        let taken = try inTenant(tenant.id) { tx in try HistoryImport.takeIn(tenant, in: tx) }
        counts.cases += taken.cases
        counts.messages += taken.messages
        counts.known += taken.known
        tenants[slug]?.waiting = []
        tenants[slug]?.waitingBytes = 0
    }

    func inTenant<Value>(_ id: UUID, _ body: (TenantTransaction) throws -> Value) throws -> Value {
        try TenantTransaction.run(tenant: id, request: request, deployment: deployment, on: connection, body)
    }

    private struct Taken {
        var cases: Int64 = 0
        var messages: Int64 = 0
        var known: Int64 = 0
    }

    private static func takeIn(_ tenant: TenantLines, in tx: TenantTransaction) throws -> Taken {
        let lines = try stillToDo(tenant, in: tx)
        var present = try knownThreads(lines.map(\.line.id), in: tx)
        var customers = try knownCustomers(lines.map(\.line), in: tx)
        var taken = Taken()
        var stale: [SQL] = []
        for (_, line) in lines {
            guard present.insert(line.id).inserted else {
                taken.known += 1
                continue
            }
            let hash = try externalHash(line, in: tx)
            let customer = try Customer.upsert(line.customer, known: customers[hash], externalHash: hash, in: tx)
            customers[hash] = customer
            var file = try CaseFile.history(line, of: customer, batch: tenant.batch, in: tx)
            try file.save()
            stale.append("(\(tx.tenantID), \(file.ticket.id), \(file.ticket.revision))")
            taken.cases += 1
            taken.messages += 1 + Int64(line.messages.count)
        }
        if !stale.isEmpty {
            tx.write(
                "facts to make",
                "INSERT INTO switchyard.fact_stale (tenant_id, ticket_id, case_revision) VALUES \(stale.joined(separator: ", "))"
            )
        }
        try moveOn(tenant, taken, in: tx)
        return taken
    }

    /// Under the batch's lock: a second import of the same file at the same time finds these lines done.
    private static func stillToDo(
        _ tenant: TenantLines,
        in tx: TenantTransaction
    ) throws -> [(number: Int64, line: HistoryCase)] {
        let rows = try tx.query(
            """
            SELECT lines_done FROM switchyard.import_batch
            WHERE tenant_id = \(tx.tenantID) AND id = \(tenant.batch) AND undone_at IS NULL FOR UPDATE
            """,
            "lock import batch"
        )
        guard let row = rows.first else { throw DomainError(.conflict, "import_undone") }
        let done: Int64 = try row.column(0)
        return tenant.waiting.filter { $0.number > done }
    }

    private static func moveOn(_ tenant: TenantLines, _ taken: Taken, in tx: TenantTransaction) throws {
        guard let last = tenant.waiting.last else { return }
        tx.write(
            "import progress",
            """
            UPDATE switchyard.import_batch SET lines_done = greatest(lines_done, \(last.number)), cases = cases + \(taken.cases),
                messages = messages + \(taken.messages), known = known + \(taken.known)
            WHERE tenant_id = \(tx.tenantID) AND id = \(tenant.batch)
            """
        )
    }

    private static func knownThreads(_ ids: [String], in tx: TenantTransaction) throws -> Set<String> {
        let rows = try tx.query(
            "SELECT thread FROM switchyard.ticket WHERE tenant_id = \(tx.tenantID) AND thread = ANY (\(ids))",
            "known threads"
        )
        return Set(try rows.map { try $0.column(0, as: String.self) })
    }

    private static func externalHash(_ line: HistoryCase, in tx: TenantTransaction) throws -> Bytea {
        try tx.vault().lookup(.customerExternalID, line.customer.profile.externalID)
    }

    private static func knownCustomers(_ lines: [HistoryCase], in tx: TenantTransaction) throws -> [Bytea: Customer] {
        let vault = try tx.vault()
        let hashes = try lines.map { try externalHash($0, in: tx) }
        let rows = try tx.query(
            """
            SELECT c.external_hash, \(Customer.columns) FROM switchyard.customer c
            WHERE c.tenant_id = \(tx.tenantID) AND c.external_hash = ANY (\(hashes))
            """,
            "known customers"
        )
        var known: [Bytea: Customer] = [:]
        for row in rows {
            var cursor = row.cursor()
            let hash: Bytea = try cursor.next()
            known[hash] = try Customer(from: &cursor, vault: vault)
        }
        return known
    }
}
