import BusinessTime
import SwitchyardWorker
import TestSupport
import Testing

@Suite struct DueFiresTests {
    private struct Look {
        let fires: [Int64]
        let isPassedOver: Bool
    }

    /// A schedule of every minute, decided so many seconds ago, looked at on a full minute; fires as seconds before that.
    private func due(_ catchUp: Schedule.CatchUp, decidedSecondsAgo: Int64?) throws -> Look {
        let now = QueueFixture.start
        let timing = try CronTiming("* * * * *", zone: "UTC")
        let found = DueFires(timing, catchUp, since: decidedSecondsAgo.map { now.adding(seconds: -$0) }, at: now)
        #expect(found.isEmpty == (found.fires.isEmpty && !found.isPassedOver))
        return Look(
            fires: found.fires.map { now.microseconds(since: $0) / Instant.microsecondsPerSecond },
            isPassedOver: found.isPassedOver
        )
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let catchUp: Schedule.CatchUp
        let decidedSecondsAgo: Int64?
        let fires: [Int64]
        var isPassedOver = false
        var testDescription: String { "\(catchUp), decided \(decidedSecondsAgo.map { "\($0) s ago" } ?? "never")" }
    }

    @Test(arguments: [
        Case(catchUp: .skip, decidedSecondsAgo: 0, fires: []),
        Case(catchUp: .skip, decidedSecondsAgo: 1, fires: [0]),
        Case(catchUp: .skip, decidedSecondsAgo: 60, fires: [0]),
        Case(catchUp: .skip, decidedSecondsAgo: 61, fires: [0], isPassedOver: true),
        Case(catchUp: .skip, decidedSecondsAgo: nil, fires: []),
        Case(catchUp: .once, decidedSecondsAgo: 0, fires: []),
        Case(catchUp: .once, decidedSecondsAgo: 3_600, fires: [0]),
        Case(catchUp: .once, decidedSecondsAgo: nil, fires: [0]),
        Case(catchUp: .all(max: 3), decidedSecondsAgo: 0, fires: []),
        Case(catchUp: .all(max: 3), decidedSecondsAgo: 180, fires: [120, 60, 0]),
        Case(catchUp: .all(max: 3), decidedSecondsAgo: 181, fires: [120, 60, 0], isPassedOver: true),
        Case(catchUp: .all(max: 3), decidedSecondsAgo: nil, fires: []),
    ])
    func missedFiresAreMadeUpAsTheScheduleHasIt(_ sample: Case) throws {
        let look = try due(sample.catchUp, decidedSecondsAgo: sample.decidedSecondsAgo)
        #expect(look.fires == sample.fires)
        #expect(look.isPassedOver == sample.isPassedOver)
    }

    @Test func aFireThatNobodySawInTimeIsSkipped() throws {
        let now = QueueFixture.start.adding(seconds: 3_600)
        let hourly = try CronTiming("0 10 * * *", zone: "UTC")
        let due = DueFires(hourly, .skip, since: QueueFixture.start.adding(seconds: -1), at: now)
        #expect(due.fires == [])
        #expect(due.isPassedOver)
        #expect(!due.isEmpty)
    }

    @Test(arguments: Schedule.all.map(\.name))
    func everyScheduleIsATimingWithANameOfItsOwn(name: String) throws {
        let schedules = Schedule.all.filter { $0.name == name }
        #expect(schedules.count == 1)
        for schedule in schedules {
            let now = QueueFixture.start
            #expect(try schedule.timing().next(after: now) > now)
        }
    }
}
