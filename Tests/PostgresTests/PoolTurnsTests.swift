import Testing

@testable import Postgres

@Suite struct PoolTurnsTests {
    private static let never = 3_600_000

    private func turns(size: Int = 4, activeMax: Int = 2, quickMillisecondsMax: Int = never) -> PoolTurns {
        var turns = PoolTurns(size: size, activeMax: activeMax, quickMillisecondsMax: quickMillisecondsMax)
        for number in 0..<size { turns.rest(number) }
        return turns
    }

    @Test(arguments: [(1, 1), (2, 2), (3, 3), (4, 4), (9, 4)])
    func noMoreStartThanMayBeActive(activeMax: Int, started: Int) {
        var turns = turns(activeMax: activeMax)
        for _ in 0..<started { #expect(turns.startIdle() != nil) }
        #expect(turns.startIdle() == nil)
        #expect(turns.busy == started)
    }

    @Test func whoRestedLeastIsNext() {
        var turns = turns()
        #expect(turns.startIdle() == 3)
        #expect(turns.startIdle() == 2)
        turns.stop(3)
        turns.rest(3)
        #expect(turns.startIdle() == 3)
    }

    @Test func whoStopsMakesRoomForOne() {
        var turns = turns()
        _ = (turns.startIdle(), turns.startIdle())
        #expect(!turns.mayStart())
        turns.stop(3)
        #expect(turns.mayStart())
    }

    @Test func whoIsSlowDoesNotCount() {
        var turns = turns(quickMillisecondsMax: 0)
        for number in [3, 2, 1, 0] { #expect(turns.startIdle() == number) }
        #expect(turns.busy == 4)
        #expect(turns.startIdle() == nil)
    }

    @Test func theNextStartIsWhenTheFirstOfThoseAtWorkCountsAsSlow() throws {
        var turns = turns(size: 2, activeMax: 1)
        #expect(turns.nextStart == nil)
        _ = turns.startIdle()
        let next = try #require(turns.nextStart)
        #expect(!next.hasPassed && next < Deadline(milliseconds: 2 * Self.never))
        #expect(turns.wakeAll() == [0])
        #expect(turns.nextStart == nil)
    }
}
