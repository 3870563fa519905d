import BusinessTime
package import Foundation
import Postgres

/// How many verdicts there are, of which kind: all that a share is made of.
package struct VerdictCounts: Sendable, Hashable {
    package let met: Int64
    package let missed: Int64

    package static let none = VerdictCounts(met: 0, missed: 0)

    /// What met and missed are counted out of (`spec/sla.md X3`).
    package var n: Int64 { met + missed }
    package var share: Share { Share(met, of: n) }

    static func + (left: VerdictCounts, right: VerdictCounts) -> VerdictCounts {
        VerdictCounts(met: left.met + right.met, missed: left.missed + right.missed)
    }
}

/// One month of one target, as the facts have it. Each clock is in `kept` or under exactly one exclusion, so that the parts
/// add up: an approved one before a proposed one, one of the case before a window, the earlier window before the later.
package struct AttainmentCounts: Sendable, Hashable {
    package struct Excluded: Sendable, Hashable {
        package let exclusionID: UUID
        /// False while the client has not decided: counted, and adjusting nothing.
        package let isApproved: Bool
        package let counts: VerdictCounts
    }

    /// What no exclusion touches.
    package private(set) var kept = VerdictCounts.none
    package private(set) var excluded: [Excluded] = []
    /// Clocks that will be missed within the month unless they are stopped before.
    package private(set) var running: Int64 = 0
    /// Clocks of which nothing can be said: their answers are older than what they answer (imported history).
    package private(set) var unmeasured: Int64 = 0

    /// Everything that has a verdict.
    package var raw: VerdictCounts { excluded.reduce(kept) { $0 + $1.counts } }
    /// Without what the client has approved (`spec/sla.md X4`).
    package var adjusted: VerdictCounts {
        excluded.filter { !$0.isApproved }.reduce(kept) { $0 + $1.counts }
    }
    package var approvedExclusions: VerdictCounts {
        excluded.filter(\.isApproved).reduce(.none) { $0 + $1.counts }
    }

    init(_ rows: Rows) throws {
        for row in rows {
            var cursor = row.cursor()
            let exclusion: UUID? = try cursor.next()
            let isApproved: Bool? = try cursor.next()
            let counts = VerdictCounts(met: try cursor.next(), missed: try cursor.next())
            running += try cursor.next()
            unmeasured += try cursor.next()
            if let exclusion {
                guard counts.n > 0 else { continue }
                excluded.append(
                    Excluded(exclusionID: exclusion, isApproved: isApproved == true, counts: counts)
                )
            } else {
                kept = counts
            }
        }
    }
}
