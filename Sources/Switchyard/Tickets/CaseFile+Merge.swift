package import Foundation
import Postgres

extension CaseFile {
    /// Merges that are followed from a case to the one that goes on.
    static let mergeHopsMax = 100
    /// Characters of a reason.
    package static let reasonCharactersMax = 500

    /// Both cases under their locks, taken in the order of their ids so that two merges never wait for each other; nil for
    /// one that is absent or behind another wall.
    package static func openPair(
        _ first: UUID,
        _ second: UUID,
        in tx: TenantTransaction
    ) throws -> (first: CaseFile?, second: CaseFile?) {
        guard first.text < second.text else {
            let later = try openIfThere(second, in: tx)
            return (try openIfThere(first, in: tx), later)
        }
        return (try openIfThere(first, in: tx), try openIfThere(second, in: tx))
    }

    private static func openIfThere(_ id: UUID, in tx: TenantTransaction) throws -> CaseFile? {
        do {
            return try open(id, in: tx)
        } catch let error as DomainError where error.code == .notFound {
            return nil
        }
    }

    /// The case itself, or the one that goes on in its place.
    func standing() throws -> CaseFile {
        var file = self
        for _ in 0..<CaseFile.mergeHopsMax {
            guard let next = file.ticket.mergedInto else { return file }
            file = try CaseFile.open(next, in: tx)
        }
        throw DomainError(.conflict, "case_merged")
    }

    /// What was merged is read and no longer acted upon.
    package func requireUnmerged() throws {
        guard ticket.mergedInto == nil else { throw DomainError(.conflict, "case_merged") }
    }

    /// This case ends and goes on in `other` (`spec/sla.md K5`): its clocks are cancelled, its threads and the customer's
    /// later messages go there, and a customer who waits here waits there. The caller saves both.
    ///
    /// - Parameter reason: needed between two customers.
    package mutating func merge(into other: inout CaseFile, reason: String?) throws {
        guard ticket.id != other.ticket.id else { throw DomainError.field("/into", .sameCase) }
        try requireUnmerged()
        try requireNamed()
        try other.requireNamed()
        guard ticket.status != .closed else { throw DomainError(.conflict, "case_closed") }
        guard other.ticket.status.isOpen else { throw DomainError(.conflict, "merge_target_not_open") }
        guard reason != nil || ticket.customerID == other.ticket.customerID else {
            throw DomainError.field("/reason", .required)
        }
        let words = reason.map { Secrets.redact($0, context: nil).text }
        let facts = try facts()
        try record(.merged, ["into": other.ticket.id.json, "reason": words?.json])
        try other.record(
            .absorbed,
            ["from": ticket.id.json, "reason": words?.json, "facts": CarriedFacts.json(facts)]
        )
        ticket.status = .closed
        ticket.mergedInto = other.ticket.id
    }

    /// Whether a customer's case goes on in this one, by however many merges.
    func hasAbsorbedCase(of customer: UUID) throws -> Bool {
        let rows = try tx.query(
            "\(ticket.family(tx.tenantID)) SELECT 1 FROM family WHERE hops > 0 AND customer_id = \(customer) LIMIT 1",
            "absorbed case of customer"
        )
        return !rows.isEmpty
    }

    /// The case that goes on has to know that a reply of this one never arrived.
    func tellSurvivor(_ kind: EventKind, _ body: JSON) throws {
        guard ticket.mergedInto != nil else { return }
        var survivor = try standing()
        try survivor.record(kind, body)
        try survivor.save()
    }
}

extension Ticket {
    /// `family`: the case and those that go on in it, by however many merges.
    func family(_ tenant: UUID) -> SQL {
        """
        WITH RECURSIVE family AS (
            SELECT k.id, k.customer_id, k.thread, 0 AS hops FROM switchyard.ticket k
            WHERE k.tenant_id = \(tenant) AND k.id = \(id)
            UNION ALL
            SELECT k.id, k.customer_id, k.thread, f.hops + 1 FROM switchyard.ticket k JOIN family f ON k.merged_into = f.id
            WHERE k.tenant_id = \(tenant) AND f.hops < \(CaseFile.mergeHopsMax))
        """
    }
}
