import BusinessTime

/// Everything that decides about the clocks of one case: its log, and what its tenant published.
struct ClockInputs {
    /// `Ticket.id` as facts name it.
    let ticket: String
    let facts: [CaseFact]
    let terms: CaseTerms
    let asOf: Instant

    /// The case's own clocks.
    func fold() throws -> CaseClocks {
        try ClockMachine.fold(facts, terms: terms, asOf: asOf).of(ticket)
    }

    /// How they became what they are.
    func trace() throws -> [ClockChange] {
        try ClockMachine.trace(facts, ticket: ticket, terms: terms, asOf: asOf)
    }
}
