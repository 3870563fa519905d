package import BusinessTime
package import Foundation

/// Closed clocks counted as if a version of the policies had always been in force (`spec/sla.md C3`): for a contract that was
/// amended for the past, or policies that were published wrongly. The operator proposes it and the client approves, because
/// it changes what was reported. The clocks themselves, their notices and their log stay what they were.
///
/// Each approved one is a new revision of the tenant's reports; earlier revisions can still be read.
package struct Restatement: Sendable, Hashable {
    /// Approved ones of a tenant: each is another fold of every case in its period.
    package static let approvedMax = 100
    /// A period is no longer than a year of 366 days.
    package static let periodSecondsMax: Int64 = 366 * 86_400
    package static let reasonBytesMax = 2_000

    package let id: UUID
    package internal(set) var state: ApprovalState
    package let policyID: UUID
    package let policyVersion: Int
    /// Clocks that count in it, by their verdict or, of a contact, its arrival; restated they count in it too (X2: never
    /// moves).
    package let period: Range<Instant>
    /// Of the tenant's reports, from 1; nil until it is approved.
    package internal(set) var revision: Int?
    /// Why; secrets are taken out of it.
    package let reason: String
    package let proposedAt: Instant
    /// Oldest first.
    package var acts: [ApprovalAct] = []
}

extension Restatement: ClientApproved {
    package static let pathName = "restatement"

    package var json: JSON {
        [
            "id": id.json, "state": .string(state.rawValue), "policy_version": policyVersion.json,
            "from": .string(period.lowerBound.iso8601), "until": .string(period.upperBound.iso8601),
            "revision": revision.json, "reason": .string(reason), "proposed_at": .string(proposedAt.iso8601),
            "acts": acts.json,
        ]
    }
}
