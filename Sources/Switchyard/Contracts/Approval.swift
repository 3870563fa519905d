package import BusinessTime
package import Foundation
package import Postgres

/// Where something stands that changes a contract's figures: one person proposes it, another decides
/// (`spec/sla.md C3`, `P4`, `X4`).
package enum ApprovalState: String, CaseIterable, Sendable {
    /// The only state that changes a figure is `approved`.
    case proposed, approved, declined, withdrawn

    /// What it may become.
    package var next: Set<ApprovalState> {
        switch self {
        case .proposed: [.approved, .declined, .withdrawn]
        case .approved: [.withdrawn]
        case .declined, .withdrawn: []
        }
    }

    /// What is refused because it stands here already.
    var isDecided: DomainError { DomainError(.conflict, "already_\(rawValue)") }
}

/// A kind of them.
package protocol Approvable: JSONEncodable, Sendable {
    var id: UUID { get }
    var proposedAt: Instant { get }
    /// Oldest first.
    var acts: [ApprovalAct] { get set }

    static var log: ApprovalLog { get }

    /// Without their acts.
    ///
    /// - Parameter rest: what follows `WHERE p.tenant_id = … AND`, about the table of the kind as `p`.
    static func stored(_ rest: SQL, in tx: TenantTransaction) throws -> [Self]
}

extension Approvable {
    package static var pageMax: Int { 200 }

    package static func find(_ id: UUID, in tx: TenantTransaction) throws -> Self {
        try find(id, locked: false, in: tx)
    }

    static func find(_ id: UUID, locked: Bool, in tx: TenantTransaction) throws -> Self {
        let lock: SQL = locked ? "FOR UPDATE" : ""
        guard let found = try read("p.id = \(id) \(lock)", in: tx).first else { throw DomainError.notFound }
        return found
    }

    /// Newest first, after the one given; one more than `limit` where there are more. No states are all.
    package static func page(
        _ states: [ApprovalState],
        before cursor: (at: Instant, id: UUID)?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [Self] {
        let wanted = states.isEmpty ? ApprovalState.allCases : states
        var condition: SQL = "p.state = ANY (\(wanted.map(\.rawValue)))"
        if let cursor { condition = "\(condition) AND (p.proposed_at, p.id) < (\(cursor.at), \(cursor.id))" }
        return try read(
            "\(condition) ORDER BY p.proposed_at DESC, p.id DESC LIMIT \(min(limit, pageMax) + 1)",
            in: tx
        )
    }

    /// With their acts.
    static func read(_ rest: SQL, in tx: TenantTransaction) throws -> [Self] {
        var found = try stored(rest, in: tx)
        let acts = try log.acts(of: found.map(\.id), in: tx)
        for index in found.indices { found[index].acts = acts[found[index].id] ?? [] }
        return found
    }
}

/// What the operator proposes and the client decides.
package protocol ClientApproved: Approvable {
    /// What a path calls one.
    static var pathName: String { get }

    static func decide(_ id: UUID, approved: Bool, note: String?, in tx: TenantTransaction) throws -> Self

    static func withdraw(_ id: UUID, note: String?, in tx: TenantTransaction) throws -> Self
}

/// One step of it: who did what, when, and what they said.
package struct ApprovalAct: Sendable, Hashable {
    package let state: ApprovalState
    package let at: Instant
    package let actorKind: Actor.Kind
    package let actorID: UUID?
    package let credentialID: UUID?
    /// Secrets are taken out of it.
    package let note: String?

    /// By the same person or key.
    func isBy(_ actor: Actor) -> Bool {
        if let actorID, actorID == actor.id { return true }
        return credentialID != nil && credentialID == actor.credentialID
    }
}

extension [ApprovalAct] {
    /// Whoever proposed something does not approve it in another role.
    func refuseOwnProposal(of actor: Actor) throws {
        guard !contains(where: { $0.state == .proposed && $0.isBy(actor) }) else {
            throw DomainError(.forbidden, "own_proposal")
        }
    }
}

/// The table that keeps the acts of one sort of proposals. Rows are written once.
package struct ApprovalLog: Sendable {
    static let exclusions = ApprovalLog(
        table: "switchyard.exclusion_act",
        subject: "exclusion_id",
        note: .exclusionNote
    )
    static let corrections = ApprovalLog(
        table: "switchyard.correction_act",
        subject: "correction_id",
        note: .correctionNote
    )
    static let restatements = ApprovalLog(
        table: "switchyard.restatement_act",
        subject: "restatement_id",
        note: .restatementNote
    )

    let table: SQL
    let subject: SQL
    let note: SealedField

    /// Writes down who brings `id` into `state` now.
    func record(_ state: ApprovalState, of id: UUID, note text: String?, in tx: TenantTransaction) throws -> ApprovalAct
    {
        let actor = tx.request.actor
        let act = ApprovalAct(
            state: state,
            at: try tx.now,
            actorKind: actor.kind,
            actorID: actor.id,
            credentialID: actor.credentialID,
            note: text.map { Secrets.redact($0).text }
        )
        let sealed = try act.note.map { try tx.seal($0, as: note, row: id) }
        tx.write(
            "record approval act",
            """
            INSERT INTO \(table) (tenant_id, \(subject), state, acted_at, actor_kind, actor_id, credential_id, request_id,
                note)
            VALUES (\(tx.tenantID), \(id), \(act.state.rawValue), \(act.at), \(act.actorKind.rawValue), \(act.actorID),
                \(act.credentialID), \(tx.request.requestID), \(sealed))
            """
        )
        return act
    }

    /// Oldest first, by what they are about.
    func acts(of ids: [UUID], in tx: TenantTransaction) throws -> [UUID: [ApprovalAct]] {
        guard !ids.isEmpty else { return [:] }
        let vault = try tx.vault()
        let rows = try tx.query(
            """
            SELECT a.\(subject), a.state, a.acted_at, a.actor_kind, a.actor_id, a.credential_id, a.note
            FROM \(table) a WHERE a.tenant_id = \(tx.tenantID) AND a.\(subject) = ANY (\(ids))
            ORDER BY a.acted_at, CASE a.state WHEN 'proposed' THEN 0 WHEN 'withdrawn' THEN 2 ELSE 1 END
            """,
            "approval acts"
        )
        var acts: [UUID: [ApprovalAct]] = [:]
        for row in rows {
            var cursor = row.cursor()
            let id: UUID = try cursor.next()
            guard let state = ApprovalState(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
            let at: Instant = try cursor.next()
            guard let kind = Actor.Kind(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
            acts[id, default: []].append(
                ApprovalAct(
                    state: state,
                    at: at,
                    actorKind: kind,
                    actorID: try cursor.next(),
                    credentialID: try cursor.next(),
                    note: try cursor.next(Bytea?.self).map { try vault.openText($0, as: note, row: id) }
                )
            )
        }
        return acts
    }
}

extension ApprovalAct: JSONEncodable {
    package var json: JSON {
        [
            "state": .string(state.rawValue), "at": .string(at.iso8601), "actor_kind": .string(actorKind.rawValue),
            "actor_id": actorID.json, "credential_id": credentialID.json, "note": note.json,
        ]
    }
}
