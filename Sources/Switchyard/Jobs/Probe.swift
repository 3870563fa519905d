import BusinessTime
package import Foundation

/// Jobs that do nothing: with them whoever runs the desk asks whether work is taken, how soon and how fast. They take the way
/// of all others, from the claim to their row in `job_done`.
package enum Probe {
    /// What becomes of a probe that was taken.
    package static let outcome = "answered"
    /// Of one transaction.
    package static let countMax = 10_000
    /// Payload versions that can be asked for: with them it is seen that a process leaves alone what only a newer one knows.
    package static let versionMax = 9

    /// `count` is at most `countMax`; `version` nil is the binary's own. Those of one ordering key are taken one after the other.
    package static func enqueue(
        _ count: Int,
        afterSeconds: Int64 = 0,
        version: Int16? = nil,
        inOrderOf key: UUID? = nil,
        in tx: TenantTransaction
    ) throws {
        let due = try tx.now.adding(seconds: afterSeconds)
        try tx.enqueue(
            try (0..<min(count, countMax)).map { _ in
                JobDraft(kind: .probe, version: version, subjectID: try tx.newID(), runAt: due, orderingKey: key)
            }
        )
    }
}
