import Switchyard

/// Every minute, tenant by tenant: counts what was used, and compares it with what may be.
enum ReviewQuotas {
    /// Runs for one tenant in one fire; the rest waits for the next, so that one tenant's history never holds up the others.
    static let runsMax = 5

    static func run(_ hands: ScheduleHands) throws -> [String: Int] {
        var sum = QuotaReview.Found()
        let failed = try hands.eachTenant { tenant in
            for _ in 0..<runsMax {
                let found = try hands.tenant(tenant) { try QuotaReview.run(in: $0) }
                sum.raised += found.raised
                sum.ended += found.ended
                if !found.hasMore { break }
            }
        }
        return ["raised": sum.raised, "ended": sum.ended, "failed": failed]
    }
}
