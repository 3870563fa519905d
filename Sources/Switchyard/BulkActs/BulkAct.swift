package import BusinessTime
package import Foundation
import Postgres

/// One act on many cases of a tenant, run as a job in the name of whoever asked for it, under the grant they have while it runs.
///
/// Which cases is written down when it begins, not looked for while it runs: what it changes is often what it was filtered by, so
/// that a walk would lose its place, and what was counted in the preview is what is acted on. What became of each case is
/// written in the transaction that changes the case.
package struct BulkAct: Sendable {
    package static let casesMax = 10_000
    /// Of one tenant at once, undoing included. The table has slots for them.
    package static let runningMax = 3
    /// Cases that a preview names.
    package static let previewMax = 20
    package static let pageMax = 100

    package enum State: String, CaseIterable, Sendable {
        case running
        case finished
        case undoing
        case undone

        var isUnderWay: Bool {
            switch self {
            case .running, .undoing: true
            case .finished, .undone: false
            }
        }
    }

    /// Why it, or its undoing, ended before its last case.
    package enum Stop: String, CaseIterable, Sendable {
        case byHand = "by_hand"
        /// Whoever it ran for may not do so any more.
        case grantEnded = "grant_ended"
        /// Its job was tried too often, or given up by the operator.
        case gaveUp = "gave_up"
    }

    package let id: UUID
    /// As `TicketList.Filter` reads it.
    package let filter: JSON
    package let wish: BulkWish
    package let cases: Int
    package let personID: UUID
    package let startedAt: Instant
    package internal(set) var state: State
    package internal(set) var stopped: Stop?
    package internal(set) var finishedAt: Instant?
    package internal(set) var undoneBy: UUID?
    /// When its undoing ended.
    package internal(set) var undoneAt: Instant?
    /// Raised by every batch; the ETag.
    package internal(set) var revision: Int64
    var undoReason: String?
    var slot: Int?

    static let columns: SQL = """
        a.id, a.sealed, a.state, a.stopped, a.slot, a.cases, a.person_id, a.undone_by, a.started_at, a.finished_at, a.undone_at,
        a.revision
        """

    package static func find(_ id: UUID, in tx: TenantTransaction) throws -> BulkAct {
        guard let act = try load(id, in: tx) else { throw DomainError.notFound }
        return act
    }

    /// Nil for one that is not there.
    static func load(_ id: UUID, isLocked: Bool = false, in tx: TenantTransaction) throws -> BulkAct? {
        let lock: SQL = isLocked ? " FOR UPDATE" : ""
        let vault = try tx.vault()
        let rows = try tx.query(
            """
            SELECT \(columns) FROM switchyard.bulk_act a WHERE a.tenant_id = \(tx.tenantID) AND a.id = \(id)\(lock)
            """,
            "bulk act"
        )
        return try rows.first.map { try BulkAct(from: $0, vault: vault) }
    }

    /// Newest first; one more than `limit` where there are more.
    package static func page(
        before cursor: (at: Instant, id: UUID)?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [BulkAct] {
        let vault = try tx.vault()
        let before: SQL = cursor.map { "AND (a.started_at, a.id) < (\($0.at), \($0.id))" } ?? ""
        let rows = try tx.query(
            """
            SELECT \(columns) FROM switchyard.bulk_act a WHERE a.tenant_id = \(tx.tenantID) \(before)
            ORDER BY a.started_at DESC, a.id DESC LIMIT \(min(limit, pageMax) + 1)
            """,
            "bulk acts"
        )
        return try rows.map { try BulkAct(from: $0, vault: vault) }
    }

    init(id: UUID, order: BulkOrder, cases: Int, personID: UUID, slot: Int, at instant: Instant) {
        self.id = id
        filter = order.filter
        wish = order.wish
        self.cases = cases
        self.personID = personID
        self.slot = slot
        startedAt = instant
        state = .running
        revision = 1
    }

    private init(from row: Row, vault: Vault) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        let document = try JSONParser.parse(vault.open(cursor.next(), as: .bulkAct, row: id), limits: .stored)
        filter = try document.object("filter")
        wish = try BulkWish(document.object("act"))
        undoReason = try document.optionalString("undo_reason")
        guard let state = State(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.state = state
        stopped = try cursor.next(String?.self).flatMap(Stop.init(rawValue:))
        slot = try cursor.next()
        cases = try cursor.next()
        personID = try cursor.next()
        undoneBy = try cursor.next()
        startedAt = try cursor.next()
        finishedAt = try cursor.next()
        undoneAt = try cursor.next()
        revision = try cursor.next()
    }

    /// What is sealed.
    var document: JSON { ["filter": filter, "act": wish.json, "undo_reason": undoReason?.json] }

    /// In whose name it goes on.
    var actingPerson: UUID { state == .undoing ? undoneBy ?? personID : personID }

    /// Refuses the act when the caller saw another revision than the one under the lock.
    func requireRevision(_ expected: Int64?) throws {
        guard let expected, expected != revision else { return }
        throw DomainError(.conflict, "revision_changed")
    }

    /// Writes a changed one; the next revision.
    mutating func store(in tx: TenantTransaction) throws {
        revision += 1
        tx.write(
            "update bulk act",
            """
            UPDATE switchyard.bulk_act SET sealed = \(try tx.seal(document.canonicalBytes, as: .bulkAct, row: id)),
                state = \(state.rawValue), stopped = \(stopped?.rawValue), slot = \(slot.map { Int16(clamping: $0) }),
                undone_by = \(undoneBy), finished_at = \(finishedAt), undone_at = \(undoneAt), revision = \(revision)
            WHERE tenant_id = \(tx.tenantID) AND id = \(id)
            """
        )
    }
}
