import Switchyard

/// Every minute, tenant by tenant: sources that fell silent raise an alarm, and those that were heard again end it.
enum ReviewSources {
    /// Runs for one tenant in one fire; the rest waits for the next, so that one tenant's receipts never hold up the others.
    static let runsMax = 5

    static func run(_ hands: ScheduleHands) throws -> [String: Int] {
        var sum = SilentSources.Found()
        let failed = try hands.eachTenant { tenant in
            for _ in 0..<runsMax {
                let found = try hands.tenant(tenant) { try SilentSources.review(in: $0) }
                sum.raised += found.raised
                sum.ended += found.ended
                if !found.hasMore { break }
            }
        }
        return ["raised": sum.raised, "ended": sum.ended, "failed": failed]
    }
}
