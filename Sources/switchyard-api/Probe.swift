import Foundation
import Postgres
import Telemetry

/// Ready means that a pool thread reaches the database now.
struct Probe: Sendable {
    private static let waitSeconds = 2.0
    let pool: Pool

    func report() -> HealthReport {
        let answered = NSCondition()
        let outcome = Outcome()
        pool.submit { lent in
            let isUp = (try? lent.get().query("SELECT 1")) != nil
            answered.lock()
            outcome.set(isUp)
            answered.signal()
            answered.unlock()
        }
        answered.lock()
        let until = Date().addingTimeInterval(Probe.waitSeconds)
        while outcome.value == nil, answered.wait(until: until) {}
        let isReady = outcome.value ?? false
        answered.unlock()
        return HealthReport(isReady: isReady, checks: ["database": isReady ? "up" : "down"])
    }
}
