import Logging
import Switchyard

/// The nightly sample: clocks of some cases of every tenant derived anew and compared with their rows (`spec/sla.md` S1).
/// It changes nothing; what differs is an alarm, and `switchyardctl sla rebuild` shows it again.
enum ReplaySample {
    static func run(_ hands: ScheduleHands) throws -> [String: Int] {
        var counts = ClockRebuild.Counts()
        let failed = try hands.eachTenant { tenant in
            let page = try hands.tenant(tenant) { try ClockRebuild.sample(in: $0) }
            counts += page.counts
            for replay in page.different {
                hands.alarm(
                    "clocks differ from the log",
                    [
                        "tenant": tenant.text, "ticket": replay.ticketID.text,
                        "fields": Set(replay.differences.map { "\($0.metric).\($0.field)" }).sorted().joined(
                            separator: " "
                        ),
                    ]
                )
            }
        }
        WorkerMetrics.replayed(counts)
        return [
            "cases": counts.cases, "different": counts.different, "unreadable": counts.unreadable, "failed": failed,
        ]
    }
}
