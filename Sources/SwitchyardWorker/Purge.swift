import BusinessTime
import Switchyard

/// The nightly removal of what is kept for a while only, in small transactions.
enum Purge {
    /// Steps for one tenant in one night; the rest waits for the next.
    static let stepsMax = 200

    static func run(_ hands: ScheduleHands) throws -> [String: Int] {
        var rows = try steps { try hands.directory { try Retention.purge(in: $0) } }
        let failed = try hands.eachTenant { tenant in
            rows += try steps { try hands.tenant(tenant) { try Retention.purge(in: $0) } }
        }
        let before = try hands.queue.currentTime().adding(seconds: -Retention.finishedJobSeconds)
        return ["rows": rows, "fires": try hands.queue.purgeFires(before: before), "failed": failed]
    }

    private static func steps(_ step: () throws -> Retention.Purged) throws -> Int {
        var rows = 0
        for _ in 0..<stepsMax {
            let purged = try step()
            rows += purged.rows
            if !purged.hasMore { break }
        }
        return rows
    }
}
