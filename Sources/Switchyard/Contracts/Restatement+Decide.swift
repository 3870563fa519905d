package import Foundation
import Postgres

extension Restatement {
    /// The client's answer, never the proposer's. Approved, it is the next revision of the reports; the figures follow when
    /// the cases have been gone through again, and a report says whether that is so.
    package static func decide(
        _ id: UUID,
        approved: Bool,
        note: String?,
        in tx: TenantTransaction
    ) throws -> Restatement {
        try tx.requireClient()
        return try move(id, to: approved ? .approved : .declined, note: note, in: tx) { restatement in
            try restatement.acts.refuseOwnProposal(of: tx.request.actor)
            guard approved else { return }
            let newest = try newestRevision(in: tx)
            guard newest < approvedMax else { throw DomainError(.conflict, "too_many_restatements") }
            restatement.revision = newest + 1
        }
    }

    /// The operator takes it back while it waits. What is approved stays: another restatement follows it.
    package static func withdraw(_ id: UUID, note: String?, in tx: TenantTransaction) throws -> Restatement {
        try tx.requireSupervisor()
        return try move(id, to: .withdrawn, note: note, in: tx) { _ in }
    }

    /// Asked for again, it is what it was.
    private static func move(
        _ id: UUID,
        to state: ApprovalState,
        note: String?,
        in tx: TenantTransaction,
        change: (inout Restatement) throws -> Void
    ) throws -> Restatement {
        var restatement = try find(id, locked: true, in: tx)
        guard restatement.state != state else { return restatement }
        guard restatement.state == .proposed else {
            throw restatement.state.isDecided
        }
        try change(&restatement)
        restatement.state = state
        tx.write(
            "move restatement",
            """
            UPDATE switchyard.restatement SET state = \(state.rawValue), revision = \(restatement.revision)
            WHERE tenant_id = \(tx.tenantID) AND id = \(id)
            """
        )
        restatement.acts.append(try Self.log.record(state, of: id, note: note, in: tx))
        return restatement
    }
}
