import Switchyard

/// Every minute, tenant by tenant: cases of people who left, or whose grant ended, go back to the queue.
enum ReturnStrayCases {
    static func run(_ hands: ScheduleHands) throws -> [String: Int] {
        var returned = 0
        let failed = try hands.eachTenant { tenant in
            returned += try hands.tenant(tenant) { try StrayCases.takeBack(in: $0) }
        }
        return ["returned": returned, "failed": failed]
    }
}
