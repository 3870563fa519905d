import Switchyard

/// Every minute, tenant by tenant: cases that nobody could take raise an alarm, and those that somebody can take again end it.
enum ReviewUnservedCases {
    static func run(_ hands: ScheduleHands) throws -> [String: Int] {
        var sum = UnservedCases.Found()
        let failed = try hands.eachTenant { tenant in
            let found = try hands.tenant(tenant) { try UnservedCases.review(in: $0) }
            sum.raised += found.raised
            sum.ended += found.ended
        }
        return ["raised": sum.raised, "ended": sum.ended, "failed": failed]
    }
}
