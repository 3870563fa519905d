import Foundation
import Switchyard

/// Makes the facts of every tenant's changed days, one tenant after the other.
enum RollUpDays {
    /// Runs for one tenant in one fire; the rest waits for the next, so that one tenant's history never holds up the others.
    static let runsMax = 5

    static func run(_ hands: ScheduleHands) throws -> [String: Int] {
        var days = 0
        for tenant in try hands.activeTenants() {
            for _ in 0..<runsMax {
                guard let counts = try runOnce(tenant, hands) else { break }
                days += counts.days
                if counts.isDone { break }
            }
        }
        return ["days": days]
    }

    /// Nil for a tenant that was suspended in the meantime.
    private static func runOnce(_ tenant: UUID, _ hands: ScheduleHands) throws -> RollUp.Counts? {
        do {
            return try hands.tenant(tenant) { try RollUp.runOnce(in: $0) }
        } catch let error as DomainError where error.code == .notFound {
            return nil
        }
    }
}
