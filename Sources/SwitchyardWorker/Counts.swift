/// What one round of a lane did. A round that did nothing ends in a wait.
package struct Counts: Sendable, Hashable {
    /// Jobs concluded, cases served, schedules fired.
    package var done = 0
    /// Failed and put off.
    package var failed = 0
    /// Left to others: stale leases, tenants that cannot be entered.
    package var skipped = 0
    /// Steps of ladders taken.
    package var steps = 0
    /// The round may have made jobs for other lanes, which should look now.
    package var mayHaveMadeWork = false

    package init(done: Int = 0, failed: Int = 0, skipped: Int = 0, steps: Int = 0, mayHaveMadeWork: Bool = false) {
        self.done = done
        self.failed = failed
        self.skipped = skipped
        self.steps = steps
        self.mayHaveMadeWork = mayHaveMadeWork
    }

    package var isIdle: Bool { done == 0 && failed == 0 }

    package static func += (left: inout Counts, right: Counts) {
        left.done += right.done
        left.failed += right.failed
        left.skipped += right.skipped
        left.steps += right.steps
        left.mayHaveMadeWork = left.mayHaveMadeWork || right.mayHaveMadeWork
    }
}
