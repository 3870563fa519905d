import Dispatch
import Postgres
import Synchronization
import Testing

@Suite(.needsServer, .timeLimit(.minutes(2))) struct PoolTests {
    private func pool(
        size: Int,
        waitMillisecondsMax: Int = 20_000,
        queueMax: Int = 2_000,
        _ settings: ConnectionSettings? = nil
    ) throws -> Pool {
        Pool(
            name: "test",
            settings: try settings ?? AdminServer.settings(),
            size: size,
            waitMillisecondsMax: waitMillisecondsMax,
            queueMax: queueMax
        )
    }

    @Test func aThousandPiecesOfWorkShareFourConnections() throws {
        let pool = try pool(size: 4)
        let seen = Mutex<(sum: Int, backends: Set<Int>)>((0, []))
        let group = DispatchGroup()
        for number in 1...1_000 {
            group.enter()
            pool.submit { result in
                do {
                    let connection = try result.get()
                    let value = try connection.value("SELECT \(number)", as: Int.self)
                    seen.withLock {
                        $0.sum += value
                        $0.backends.insert(connection.backendProcessID)
                    }
                } catch {
                    Issue.record(error)
                }
                group.leave()
            }
        }
        group.wait()
        #expect(seen.withLock { $0.sum } == 500_500)
        #expect(seen.withLock { $0.backends.count } <= 4)
        pool.close()
        #expect(pool.inUse == 0 && pool.waiting == 0 && pool.connected == 0)
    }

    @Test func whoWaitsTooLongIsRefusedWhileTheOthersStillWork() throws {
        let pool = try pool(size: 1, waitMillisecondsMax: 50)
        let (started, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        pool.submit { _ in
            started.signal()
            mayEnd.wait()
        }
        started.wait()
        #expect(pool.inUse == 1)
        #expect(run(pool) { _ in }?.kind == .poolExhausted)
        mayEnd.signal()
        pool.close()
    }

    @Test func aFullLineRefusesAtOnce() throws {
        let pool = try pool(size: 1, queueMax: 1)
        let (started, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        pool.submit { _ in
            started.signal()
            mayEnd.wait()
        }
        started.wait()
        pool.submit { _ in }
        #expect(pool.waiting == 1)
        #expect(run(pool) { _ in }?.kind == .poolExhausted)
        mayEnd.signal()
        pool.close()
    }

    /// Holds two of four threads, of which two may be active, and hands in one thing more.
    private func hold(quickMillisecondsMax: Int, _ body: (Pool, _ more: DispatchSemaphore) -> Void) throws {
        let pool = Pool(
            name: "test",
            settings: try AdminServer.settings(),
            size: 4,
            activeMax: 2,
            quickMillisecondsMax: quickMillisecondsMax,
            waitMillisecondsMax: 20_000
        )
        let (started, mayEnd, more) = (
            DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
        )
        for _ in 0..<2 {
            pool.submit { _ in
                started.signal()
                mayEnd.wait()
            }
        }
        for _ in 0..<2 { started.wait() }
        pool.submit { _ in more.signal() }
        body(pool, more)
        for _ in 0..<2 { mayEnd.signal() }
        pool.close()
    }

    @Test func moreThanMayBeActiveWaitsForOneOfThem() throws {
        try hold(quickMillisecondsMax: 3_600_000) { pool, _ in #expect(pool.inUse == 2 && pool.waiting == 1) }
    }

    @Test(arguments: [0, 1, 50])
    func whoIsQuickDoesNotWaitBehindWhoIsNot(quickMillisecondsMax: Int) throws {
        try hold(quickMillisecondsMax: quickMillisecondsMax) { pool, more in
            more.wait()
            #expect(pool.waiting == 0)
        }
    }

    @Test(arguments: ["BEGIN", "BEGIN; SELECT 1/0"])
    func whatWorkLeavesOpenIsRolledBack(text: String) throws {
        let pool = try pool(size: 1)
        let before = Mutex(0)
        let untidy = run(pool) { connection in
            before.withLock { $0 = connection.backendProcessID }
            _ = try? connection.script(text)
            #expect(connection.transactionStatus != .idle)
        }
        let next = run(pool) { connection in
            #expect(connection.transactionStatus == .idle)
            #expect(connection.backendProcessID == before.withLock { $0 })
        }
        #expect(untidy == nil && next == nil)
        pool.close()
    }

    @Test func aBackendKilledInWorkIsReplacedForTheNext() throws {
        let pool = try pool(size: 1)
        let error = run(pool) { try $0.execute("SELECT pg_terminate_backend(pg_backend_pid())") }
        #expect(error?.kind == .connectionLost)
        #expect(run(pool) { try $0.execute("SELECT 1") } == nil)
        pool.close()
    }

    @Test func aBackendKilledWhileIdleIsReplacedBeforeWorkSeesIt() throws {
        let pool = try pool(size: 2)
        let pids = Mutex<[Int]>([])
        let admin = try AdminServer.connect()
        for _ in 0..<5 {
            #expect(run(pool) { connection in pids.withLock { $0.append(connection.backendProcessID) } } == nil)
            let pid = try #require(pids.withLock { $0.last })
            try admin.execute("SELECT pg_terminate_backend(\(pid)::int)")
            try eventually(admin, "NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = \(pid)::int)")
            #expect(run(pool) { try $0.execute("SELECT 1") } == nil)
        }
        pool.close()
    }

    @Test func withoutAServerWorkFailsFast() throws {
        let pool = try pool(size: 2, try ConnectionSettings("host=/nowhere/at/all"))
        for _ in 0..<20 { #expect(run(pool) { _ in }?.kind == .connectFailed) }
        pool.close()
    }

    @Test func aClosedPoolFinishesItsLineAndTakesNoMore() throws {
        let pool = try pool(size: 1)
        let done = Atomic(0)
        for _ in 0..<20 { pool.submit { _ in done.add(1, ordering: .relaxed) } }
        pool.close()
        pool.close()
        #expect(done.load(ordering: .relaxed) == 20)
        #expect(run(pool) { _ in }?.kind == .poolClosed)
    }

    /// Runs the work and waits for it: the error of the pool or of the work, if any.
    private func run(_ pool: Pool, _ work: @escaping @Sendable (Connection) throws -> Void) -> PostgresError? {
        let error = Mutex<PostgresError?>(nil)
        let done = DispatchSemaphore(value: 0)
        pool.submit { result in
            do {
                try work(try result.get())
            } catch let caught as PostgresError {
                error.withLock { $0 = caught }
            } catch {
                Issue.record(error)
            }
            done.signal()
        }
        done.wait()
        return error.withLock { $0 }
    }
}
