import Foundation
import Postgres

extension CaseFile {
    /// Writes down how the case was solved, secrets taken out, to be found again. What is there already stays as an older
    /// version; the same words and category again are no new one. Answers the version that stands.
    ///
    /// - Parameter category: nil for that of the version before, else the case's own.
    /// - Throws: `too_many_versions`.
    @discardableResult
    package mutating func recordSolution(_ text: String, category: TicketCategory? = nil) throws -> Int {
        try requireNamed()
        let clean = Secrets.redact(text)
        let last = try Solution.versions(of: ticket.id, before: nil, limit: 1, in: tx).first
        let category = category?.rawValue ?? last?.category ?? ticket.category
        if let last, last.text == clean.text, last.category == category { return last.version }
        let version = (last?.version ?? 0) + 1
        guard version <= Solution.versionsMax else { throw DomainError(.conflict, "too_many_versions") }
        try insertSolution(clean.text, category: category, version: version)
        try record(
            .solutionRecorded,
            ["version": version.json, "category": .string(category), "level": ticket.level.json]
        )
        return version
    }

    private mutating func insertSolution(_ text: String, category: String, version: Int) throws {
        let id = try tx.newID()
        let body = try tx.seal(text, as: .solution, row: id)
        let level = Int16(clamping: ticket.level)
        let now = try tx.now
        write(
            "insert solution",
            """
            INSERT INTO switchyard.solution (tenant_id, ticket_id, version, id, category, level, body, written_by, written_at)
            VALUES (\(tx.tenantID), \(ticket.id), \(version), \(id), \(category), \(level), \(body), \(tx.request.actor.id),
                \(now))
            """
        )
        write(
            "forget older solution",
            "DELETE FROM switchyard.solution_search WHERE tenant_id = \(tx.tenantID) AND ticket_id = \(ticket.id)"
        )
        write(
            "insert solution search",
            """
            INSERT INTO switchyard.solution_search (tenant_id, ticket_id, version, category, level, written_at, tokens)
            VALUES (\(tx.tenantID), \(ticket.id), \(version), \(category), \(level), \(now),
                \(SearchTokens.document([text])))
            """
        )
    }
}
