import Foundation
import Postgres

extension CaseFile {
    /// Writes the clocks' rows anew from the log and says so in it. What was told on the strength of the wrong rows is not
    /// untold. The caller saves.
    package mutating func repair(_ replay: ClockReplay) throws {
        guard !replay.isIdentical else { return }
        try record(
            .clocksRepaired,
            [
                "differences": .array(
                    replay.differences.map {
                        ["metric": .string($0.metric), "cycle": .string($0.cycle), "field": .string($0.field)]
                    }
                )
            ]
        )
        write(
            "clear clocks",
            "DELETE FROM switchyard.sla_cycle WHERE tenant_id = \(tx.tenantID) AND ticket_id = \(ticket.id)"
        )
        cycles = []
        mustMoveAlarm = true
    }
}
