import Switchyard

/// Every minute, tenant by tenant: raises the alarms of what has come to be so, and ends those of what is over.
enum ReviewAlarms {
    /// Runs for one tenant in one fire; the rest waits for the next, so that one tenant's history never holds up the others.
    static let runsMax = 5

    static func run(
        _ hands: ScheduleHands,
        _ review: (TenantTransaction) throws -> AlarmReview
    ) throws -> [String: Int] {
        var sum = AlarmReview()
        let failed = try hands.eachTenant { tenant in
            for _ in 0..<runsMax {
                let found = try hands.tenant(tenant, review)
                sum.raised += found.raised
                sum.ended += found.ended
                if !found.hasMore { break }
            }
        }
        return ["raised": sum.raised, "ended": sum.ended, "failed": failed]
    }
}
