import BusinessTime
import Foundation

extension CaseFile {
    /// An offer that nobody took ends by itself at its instant; whoever made it has the case as before.
    mutating func expireHandoverIfDue() throws -> Bool {
        guard let handover = try openHandover(), try handover.expiresAt <= tx.now else { return false }
        try expire(handover, because: .time, occurredAt: handover.expiresAt)
        return true
    }

    /// An offer of a case that has moved on is over, whatever act moved it: looked at whenever a case is saved.
    mutating func expireHandoverIfOvertaken() throws {
        guard let handover = try openHandover() else { return }
        if !ticket.status.isOpen {
            try expire(handover, because: .caseEnded)
        } else if ticket.level > handover.fromLevel, ticket.level >= handover.toLevel {
            try expire(handover, because: .escalated)
        }
    }

    private mutating func expire(
        _ handover: Handover,
        because cause: Handover.Expiry,
        occurredAt: Instant? = nil
    ) throws {
        try record(
            .handoverExpired,
            ["handover": handover.number.json, "cause": .string(cause.rawValue)],
            occurredAt: occurredAt
        )
        deleteOffer()
    }
}
