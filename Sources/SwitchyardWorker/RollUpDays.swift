import Foundation
import Switchyard

/// Makes the facts of every tenant's changed days, one tenant after the other.
enum RollUpDays {
    /// Runs for one tenant in one fire; the rest waits for the next, so that one tenant's history never holds up the others.
    static let runsMax = 5

    static func run(_ hands: ScheduleHands) throws -> [String: Int] {
        var days = 0
        let failed = try hands.eachTenant { tenant in
            for _ in 0..<runsMax {
                let counts = try hands.tenant(tenant) { try RollUp.runOnce(in: $0) }
                days += counts.days
                if counts.isDone { break }
            }
        }
        return ["days": days, "failed": failed]
    }
}
