package import BusinessTime
package import Foundation
import Postgres

extension BulkAct {
    /// Cases of one transaction: how long their locks, and its own, are held.
    package static let batchMax = 50
    /// Until cases that somebody else holds are tried again.
    static let heldSeconds: Int64 = 1

    package enum Progress: Sendable, Hashable {
        case more
        case later(Instant)
        case over
    }

    /// One batch. What became of each case is written with the case, so whoever runs the next one goes on behind it, and a case
    /// that somebody else holds has its turn later.
    package static func runOnce(_ id: UUID, limit: Int = batchMax, in tx: TenantTransaction) throws -> Progress {
        guard var act = try load(id, isLocked: true, in: tx), act.state.isUnderWay else { return .over }
        // Its undoing has been asked for meanwhile, by somebody else: they have to be let in first.
        guard act.actingPerson == tx.request.actor.personID else { return .more }
        let limit = min(max(limit, 1), batchMax)
        let waiting = try act.waiting(limit: limit, in: tx)
        let held = try act.run(waiting, in: tx)
        let isLast = waiting.count < limit && held == 0
        if isLast { try act.finish(in: tx) }
        try act.store(in: tx)
        if isLast { return .over }
        return held == waiting.count ? .later(try tx.now.adding(seconds: heldSeconds)) : .more
    }

    /// Cases it has not come to yet: of an act those that wait, of an undoing those that were done.
    private func waiting(limit: Int, in tx: TenantTransaction) throws -> [BulkActCase] {
        let state: BulkActCase.State = state == .undoing ? .done : .pending
        return try tx.query(
            """
            SELECT \(BulkActCase.columns) FROM switchyard.bulk_act_case c
            WHERE c.tenant_id = \(tx.tenantID) AND c.act_id = \(id) AND c.state = \(state.rawValue)
            ORDER BY c.position LIMIT \(limit)
            """,
            "next cases of bulk act"
        ).map(BulkActCase.init(from:))
    }

    /// Answers how many cases somebody else holds.
    private func run(_ waiting: [BulkActCase], in tx: TenantTransaction) throws -> Int {
        let positions = Dictionary(uniqueKeysWithValues: waiting.map { ($0.ticketID, $0) })
        let opened = try CaseFile.openFree(waiting.map(\.ticketID), in: tx)
        var writes = CaseWrites()
        var results = RowSet()
        var hasTold = false
        for (ticket, file) in opened {
            guard let row = positions[ticket] else { continue }
            let result = try result(of: row, file, &writes, hasTold: &hasTold)
            results.append(row.position, result.state.rawValue, result.code, result.sequence)
        }
        writes.send(to: tx)
        if !results.isEmpty { write(results, in: tx) }
        return waiting.count - opened.count
    }

    private typealias Result = (state: BulkActCase.State, code: String?, sequence: Int?)

    /// What a case refuses is its result and harms no other; what the store refuses is nobody's.
    private func result(
        of row: BulkActCase,
        _ opened: Swift.Result<CaseFile, any Error>,
        _ writes: inout CaseWrites,
        hasTold: inout Bool
    ) throws -> Result {
        do {
            var file = try opened.get()
            // Of a state that many cases come to at once the first is told; the log of each has it.
            file.isQuiet = hasTold
            let result = try writes.gather(&file) { try run(row, &$0) }
            hasTold = hasTold || file.hasToldTheDesk
            return result
        } catch let error as PostgresError where error.kind != .decoding {
            throw error
        } catch {
            let word = (error as? DomainError)?.word ?? "internal"
            return (state == .undoing ? .undoRefused : .refused, word, row.sequence)
        }
    }

    private func run(_ row: BulkActCase, _ file: inout CaseFile) throws -> Result {
        let logged = file.events.count
        if state == .undoing {
            guard let sequence = row.sequence else { throw StoredValueUnknown() }
            guard try file.takeBack(sequence, reason: undoReason ?? "") else { return (.kept, nil, sequence) }
            try file.finish()
            return (.undone, nil, sequence)
        }
        try file.act(wish)
        // An entry before it may tell of what was due before the act.
        guard let entry = file.events[logged...].first(where: { $0.kind == wish.entryKind }) else {
            return (.unchanged, nil, nil)
        }
        let sequence = entry.sequence
        try file.finish()
        return (.done, nil, sequence)
    }

    private func write(_ results: RowSet, in tx: TenantTransaction) {
        tx.write(
            "results of bulk act",
            """
            UPDATE switchyard.bulk_act_case c SET state = r.state, code = r.code, case_seq = r.case_seq
            FROM (\(results, of: tx.tenantID)) AS r (tenant_id, position, state, code, case_seq)
            WHERE c.tenant_id = \(tx.tenantID) AND c.act_id = \(id) AND c.position = r.position
            """
        )
    }
}

extension DomainError {
    /// Of a field that was refused, the word of that.
    fileprivate var word: String { fields.first?.code.rawValue ?? reason }
}
