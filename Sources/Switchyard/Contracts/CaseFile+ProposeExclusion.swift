import Foundation

extension CaseFile {
    /// Flags the case as none that a contract is about: a test, or spam. It counts on until the client approves; its log says
    /// what became of it.
    package mutating func proposeExclusion(_ kind: Exclusion.Kind, reason: String) throws -> Exclusion {
        guard kind.reach == .wholeCase else { throw DomainError.field("/kind", .notInList) }
        let exclusion = Exclusion(
            id: try tx.newID(),
            kind: kind,
            state: .proposed,
            ticketID: ticket.id,
            window: nil,
            metrics: [],
            population: .all,
            volume: nil,
            reason: Secrets.redact(reason).text,
            proposedAt: try tx.now
        )
        let stored = try exclusion.insert(in: tx)
        try recordExclusion(stored)
        return stored
    }

    mutating func recordExclusion(_ exclusion: Exclusion) throws {
        try record(
            .exclusionChanged,
            [
                "exclusion_id": exclusion.id.json, "kind": .string(exclusion.kind.rawValue),
                "state": .string(exclusion.state.rawValue),
            ]
        )
    }
}
