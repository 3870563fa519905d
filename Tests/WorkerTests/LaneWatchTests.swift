import Dispatch
import Logging
import Testing

@testable import SwitchyardWorker

@Suite struct LaneWatchTests {
    private let patience: Duration = .seconds(100)

    @Test func aLaneIsStuckWhenARoundOfItTakesTooLong() {
        let watch = LaneWatch()
        watch.works("timer-0", patience: patience)
        #expect(watch.stuck(at: .now + .seconds(99)) == [])
        #expect(watch.stuck(at: .now + .seconds(101)) == ["timer"])
        watch.rests("timer-0")
        #expect(watch.stuck(at: .now + .seconds(LaneWatch.restSecondsMax - 1)) == [])
        #expect(watch.stuck(at: .now + .seconds(LaneWatch.restSecondsMax + 1)) == ["timer"])
        watch.ended("timer-0")
        #expect(watch.stuck(at: .now + .seconds(1_000)) == [])
    }

    @Test func oneThatHangsAmongOthersDoesNotCount() {
        let watch = LaneWatch()
        for lane in ["deliver-0", "deliver-1", "heartbeat"] { watch.works(lane, patience: patience) }
        watch.works("deliver-1", patience: .seconds(300))
        #expect(watch.stuck(at: .now + .seconds(200)) == ["heartbeat"])
        #expect(watch.stuck(at: .now + .seconds(301)) == ["deliver", "heartbeat"])
    }

    @Test func lanesOfWhichEveryOneFailsDoNotDoTheirWork() {
        let watch = LaneWatch()
        let later = ContinuousClock.now + .seconds(LaneWatch.failingSecondsMax + 1)
        for lane in ["deliver-0", "deliver-1", "heartbeat"] { watch.works(lane, patience: patience) }
        for lane in ["deliver-0", "deliver-1"] { watch.fails(lane) }
        #expect(watch.failing() == [])
        #expect(watch.failing(at: later) == ["deliver"])
        // It tries again; only a round that ends well is better.
        watch.works("deliver-1", patience: patience)
        #expect(watch.failing(at: later) == ["deliver"])
        watch.rests("deliver-1")
        #expect(watch.failing(at: later) == [])
        watch.ended("deliver-1")
        #expect(watch.failing(at: later) == ["deliver"])
    }

    private struct Hanging: LaneWork {
        let begun: DispatchSemaphore
        let end: DispatchSemaphore

        func runOnce() -> Counts {
            begun.signal()
            end.wait()
            return Counts()
        }
    }

    private struct Failing: LaneWork {
        struct Away: Error {}
        let begun: DispatchSemaphore

        func runOnce() throws -> Counts {
            begun.signal()
            throw Away()
        }
    }

    private func lane(_ gate: Gate, _ watch: LaneWatch, _ work: @escaping @Sendable () -> any LaneWork) -> Lane {
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return Lane("timer-0", gate: gate, idle: .gate(milliseconds: 1_000), watch: watch, log: log, makeWork: work)
    }

    @Test(.timeLimit(.minutes(1))) func aLaneThatHangsIsSeen() {
        let (gate, watch, group) = (Gate(), LaneWatch(), DispatchGroup())
        let (begun, end) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        lane(gate, watch) { Hanging(begun: begun, end: end) }.start(in: group)
        begun.wait()
        #expect(watch.stuck(at: .now) == [])
        #expect(watch.stuck(at: .now + .seconds(Lane.patienceSeconds + 1)) == ["timer"])
        gate.close()
        end.signal()
        group.wait()
        #expect(watch.stuck(at: .now + .seconds(1_000)) == [])
    }

    /// A database that is away is no reason to start anew.
    @Test(.timeLimit(.minutes(1))) func aLaneThatFailsOverAndOverMoves() {
        let (gate, watch, group) = (Gate(), LaneWatch(), DispatchGroup())
        let begun = DispatchSemaphore(value: 0)
        lane(gate, watch) { Failing(begun: begun) }.start(in: group)
        for _ in 0..<2 { begun.wait() }
        #expect(watch.stuck(at: .now + .seconds(LaneWatch.restSecondsMax - 1)) == [])
        #expect(watch.failing(at: .now + .seconds(LaneWatch.restSecondsMax)) == ["timer"])
        gate.close()
        group.wait()
    }
}
