extension CaseFile {
    /// The case's fact has to be made again. A row of its own per revision: no writer ever waits for another, or for the
    /// roll-up. New cases write none, so intake stays as it is; the roll-up finds them by their having no fact.
    mutating func markFactStale() { writes.add(.factStale, ticket.id, ticket.revision) }
}
