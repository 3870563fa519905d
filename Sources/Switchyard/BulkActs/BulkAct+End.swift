package import Foundation
import Postgres

extension BulkAct {
    /// Ends it before its next case: a batch that is under way is waited for. What it has done stays done.
    ///
    /// - Throws: `bulk_act_over`; not for one that was cancelled already.
    package static func cancel(_ id: UUID, ifRevision expected: Int64?, in tx: TenantTransaction) throws -> BulkAct {
        var act = try locked(id, in: tx)
        if act.state == .finished, act.stopped == .byHand { return act }
        try act.requireRevision(expected)
        guard act.state == .running else { throw DomainError(.conflict, "bulk_act_over") }
        try act.stop(.byHand, in: tx)
        try tx.recordAct(.bulkActCancelled, subject: id)
        return act
    }

    /// Restores what it changed, where nobody has changed it since, case by case as the act went; in the name of whoever asks
    /// for it. Where it was stopped it may be asked for again, and goes on with the rest.
    ///
    /// - Throws: `bulk_act_running`, `bulk_act_stays` for what cannot be undone, `too_many_bulk_acts`.
    package static func undo(
        _ id: UUID,
        reason: String,
        ifRevision expected: Int64?,
        in tx: TenantTransaction
    ) throws -> BulkAct {
        guard let person = tx.request.actor.personID else { throw DomainError.forbidden }
        var act = try locked(id, in: tx)
        guard act.wish.isUndoable else { throw DomainError(.conflict, "bulk_act_stays") }
        switch act.state {
        case .undoing, .undone: return act
        case .running: throw DomainError(.conflict, "bulk_act_running")
        case .finished: break
        }
        try act.requireRevision(expected)
        act.slot = try freeSlot(in: tx)
        (act.state, act.undoneBy, act.undoReason) = (.undoing, person, Secrets.redact(reason, context: nil).text)
        try act.store(in: tx)
        try act.enqueue(in: tx)
        try tx.recordAct(.bulkActUndone, subject: id)
        return act
    }

    private static func locked(_ id: UUID, in tx: TenantTransaction) throws -> BulkAct {
        guard let act = try load(id, isLocked: true, in: tx) else { throw DomainError.notFound }
        return act
    }

    /// Its job will not go on: what it has not come to stays as it is. Nothing where it is over already.
    static func giveUp(_ id: UUID, because stop: Stop, in tx: TenantTransaction) throws {
        guard var act = try load(id, isLocked: true, in: tx), act.state.isUnderWay else { return }
        try act.stop(stop, in: tx)
    }

    /// Under its lock.
    private mutating func stop(_ reason: Stop, in tx: TenantTransaction) throws {
        if state == .running {
            tx.write(
                "cancel cases of bulk act",
                """
                UPDATE switchyard.bulk_act_case SET state = \(BulkActCase.State.cancelled.rawValue)
                WHERE tenant_id = \(tx.tenantID) AND act_id = \(id) AND state = \(BulkActCase.State.pending.rawValue)
                """
            )
            finishedAt = try tx.now
        }
        (state, stopped, slot) = (.finished, reason, nil)
        try store(in: tx)
    }

    /// Nothing is left to do. Under its lock; the caller stores it.
    mutating func finish(in tx: TenantTransaction) throws {
        let now = try tx.now
        slot = nil
        if state == .undoing {
            (state, undoneAt) = (.undone, now)
        } else {
            (state, finishedAt) = (.finished, now)
        }
    }
}
