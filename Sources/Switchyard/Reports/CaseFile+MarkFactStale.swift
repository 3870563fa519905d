import Postgres

extension CaseFile {
    /// The case's fact has to be made again. A row of its own per revision: no writer ever waits for another, or for the
    /// roll-up. New cases write none, so intake stays as it is; the roll-up finds them by their having no fact.
    func markFactStale() {
        tx.write(
            "mark fact stale",
            """
            INSERT INTO switchyard.fact_stale (tenant_id, ticket_id, case_revision)
            VALUES (\(tx.tenantID), \(ticket.id), \(ticket.revision))
            """
        )
    }
}
