import BusinessTime
import Foundation

/// Jobs that do nothing: with them whoever runs the desk asks whether work is taken, how soon and how fast. They take the way
/// of all others, from the claim to their row in `job_done`.
package enum Probe {
    /// What becomes of a probe that was taken.
    package static let outcome = "answered"
    /// Of one transaction.
    package static let countMax = 10_000

    /// `count` is at most `countMax`.
    package static func enqueue(_ count: Int, afterSeconds: Int64 = 0, in tx: TenantTransaction) throws {
        let due = try tx.now.adding(seconds: afterSeconds)
        try tx.enqueue(
            try (0..<min(count, countMax)).map { _ in
                let id = try tx.newID()
                return JobDraft(kind: .probe, subjectID: id, runAt: due, dedupKey: id.text)
            }
        )
    }
}
