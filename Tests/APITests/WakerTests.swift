import Switchyard
import SwitchyardAPI
import Synchronization
import Testing

/// Hints in a time that only the test moves.
@Suite struct WakerTests {
    private final class Scene: Sendable {
        private struct State {
            var now = ContinuousClock.now
            var planned: [(wait: Duration, act: @Sendable () -> Void)] = []
            var sent = 0
        }

        private let state = Mutex(State())

        var sent: Int { state.withLock { $0.sent } }
        var waits: [Duration] { state.withLock { $0.planned.map(\.wait) } }

        func waker() -> Waker {
            Waker(
                now: { self.state.withLock { $0.now } },
                later: { wait, act in self.state.withLock { $0.planned.append((wait, act)) } },
                send: { self.state.withLock { $0.sent += 1 } }
            )
        }

        func pass(_ time: Duration) { state.withLock { $0.now += time } }

        func runPlanned() {
            let planned = state.withLock { state in
                defer { state.planned.removeAll() }
                return state.planned
            }
            for one in planned { one.act() }
        }
    }

    private let scene = Scene()

    @Test func `the first hint is sent at once`() {
        scene.waker().hint()
        #expect(scene.sent == 1)
        #expect(scene.waits.isEmpty)
    }

    @Test func `hints that come in the quiet time are one, sent at its end`() {
        let waker = scene.waker()
        waker.hint()
        scene.pass(.milliseconds(4))
        for _ in 0..<100 { waker.hint() }
        #expect(scene.sent == 1)
        #expect(scene.waits == [.milliseconds(6)])
        scene.pass(.milliseconds(6))
        scene.runPlanned()
        #expect(scene.sent == 2)
    }

    @Test func `what is sent late begins a quiet time, too`() {
        let waker = scene.waker()
        waker.hint()
        waker.hint()
        scene.pass(Waker.quietTime)
        scene.runPlanned()
        scene.pass(.milliseconds(1))
        waker.hint()
        #expect(scene.sent == 2)
        #expect(scene.waits == [.milliseconds(9)])
    }

    @Test func `after the quiet time the next hint is sent at once`() {
        let waker = scene.waker()
        waker.hint()
        scene.pass(Waker.quietTime)
        waker.hint()
        #expect(scene.sent == 2)
        #expect(scene.waits.isEmpty)
    }

    /// Commits in the quiet time → the quiet time after it.
    @Test(arguments: [
        (1, Waker.quietTime), (Waker.manyCommits, Waker.quietTime), (Waker.manyCommits + 1, Waker.busyTime),
    ])
    func `many commits make the next quiet time longer`(commits: Int, quiet: Duration) {
        let waker = scene.waker()
        waker.hint()
        for _ in 0..<commits { waker.hint() }
        scene.pass(Waker.quietTime)
        scene.runPlanned()
        scene.pass(Waker.quietTime)
        waker.hint()
        scene.runPlanned()
        let sent = scene.sent
        waker.hint()
        #expect(scene.sent == sent)
        #expect(scene.waits == [quiet])
    }

    @Test func `a pause makes it short again`() {
        let waker = scene.waker()
        for _ in 0..<100 { waker.hint() }
        scene.pass(Waker.quietTime)
        scene.runPlanned()
        scene.pass(.seconds(1))
        waker.hint()
        scene.pass(.seconds(1))
        waker.hint()
        waker.hint()
        #expect(scene.waits == [Waker.quietTime])
    }
}
