import Foundation
import Postgres
import Telemetry

/// Ready means that the port is listened at, and that a pool thread reaches the database now.
struct Probe: Sendable {
    private static let waitSeconds = 2.0
    let pool: Pool
    let isServing: @Sendable () -> Bool

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
        let isUp = outcome.value ?? false
        answered.unlock()
        let isServing = isServing()
        return HealthReport(
            isReady: isUp && isServing,
            checks: ["database": isUp ? "up" : "down", "http": isServing ? "up" : "down"]
        )
    }
}
