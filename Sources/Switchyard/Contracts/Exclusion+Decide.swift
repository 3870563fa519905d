package import Foundation
import Postgres

extension Exclusion {
    /// The client's answer. Never the proposer's: whoever proposed it cannot approve it in another role.
    package static func decide(
        _ id: UUID,
        approved: Bool,
        note: String?,
        in tx: TenantTransaction
    ) throws -> Exclusion {
        try tx.requireClient()
        return try move(id, to: approved ? .approved : .declined, note: note, in: tx) { exclusion in
            try exclusion.acts.refuseOwnProposal(of: tx.request.actor)
        }
    }

    /// The operator takes it back, also after it was approved: that only costs the operator.
    package static func withdraw(_ id: UUID, note: String?, in tx: TenantTransaction) throws -> Exclusion {
        try tx.requireSupervisor()
        return try move(id, to: .withdrawn, note: note, in: tx) { _ in }
    }

    /// Asked for again, it is what it was. The case's lock comes first, as in every act on a case.
    private static func move(
        _ id: UUID,
        to state: ApprovalState,
        note: String?,
        in tx: TenantTransaction,
        check: (Exclusion) throws -> Void
    ) throws -> Exclusion {
        var file = try caseOf(id, in: tx).map { try CaseFile.open($0, in: tx) }
        var exclusion = try find(id, locked: true, in: tx)
        try check(exclusion)
        guard exclusion.state != state else { return exclusion }
        guard exclusion.state.next.contains(state) else {
            throw exclusion.state.isDecided
        }
        exclusion.state = state
        tx.write(
            "move exclusion",
            """
            UPDATE switchyard.exclusion SET state = \(state.rawValue) WHERE tenant_id = \(tx.tenantID) AND id = \(id)
            """
        )
        exclusion.acts.append(try Self.log.record(state, of: id, note: note, in: tx))
        try file?.recordExclusion(exclusion)
        try file?.save()
        return exclusion
    }

    private static func caseOf(_ id: UUID, in tx: TenantTransaction) throws -> UUID? {
        let rows = try tx.query(
            "SELECT ticket_id FROM switchyard.exclusion WHERE tenant_id = \(tx.tenantID) AND id = \(id)",
            "case of exclusion"
        )
        guard let row = rows.first else { throw DomainError.notFound }
        return try row.column(0)
    }
}
