import Foundation
import Postgres
import Testing

@Suite(.needsServer, .timeLimit(.minutes(2))) struct CommitTests {
    private let connection: Connection

    init() throws { connection = try AdminServer.connect() }

    @Test func aCommitCommits() throws {
        try connection.script("CREATE TEMP TABLE t (a int); BEGIN; INSERT INTO t VALUES (1)")
        try connection.commit()
        #expect(connection.transactionStatus == .idle)
        #expect(try connection.value("SELECT count(*) FROM t", as: Int.self) == 1)
    }

    @Test func withoutATransactionThereIsNothingToCommit() throws {
        #expect(try postgresError { try connection.commit() }.sqlState == "25P01")
    }

    @Test func aCommitAnsweredWithRollbackIsAnError() throws {
        _ = try? connection.script("BEGIN; SELECT 1/0")
        #expect(connection.transactionStatus == .failed)
        let error = try postgresError { try connection.commit() }
        #expect(error.kind == .server)
        #expect(error.sqlState == "25P02")
        #expect(connection.transactionStatus == .idle)
    }

    @Test func aRefusalAtCommitIsCertain() throws {
        try connection.script(
            """
            CREATE TEMP TABLE t (a int CONSTRAINT late UNIQUE DEFERRABLE INITIALLY DEFERRED);
            BEGIN; INSERT INTO t VALUES (1), (1)
            """
        )
        let error = try postgresError { try connection.commit() }
        #expect(error.isUniqueViolation("late"))
        #expect(connection.transactionStatus == .idle)
    }

    /// Whether COMMIT goes alone, with the last writes, or with a whole transaction.
    enum Way: String, CaseIterable, Sendable { case alone, withWrites, whole, closed }

    @Test(arguments: Way.allCases) func aConnectionLostBeforeTheCommitIsCertain(way: Way) throws {
        if way != .whole { try connection.script("BEGIN") }
        let pid = connection.backendProcessID
        let admin = try AdminServer.connect()
        try admin.execute("SELECT pg_terminate_backend(\(pid)::int)")
        try eventually(admin, "NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = \(pid)::int)")
        var last = Batch()
        if way == .whole { last.add("begin", "BEGIN") }
        last.add("write", "SELECT 1")
        if way == .closed { connection.close() }
        let error = try postgresError {
            if way == .alone { try connection.commit() } else { try connection.commit(after: last) }
        }
        #expect(error.kind == .connectionLost)
        #expect(error.isUnavailable)
        #expect(connection.transactionStatus == .broken)
    }

    @Test(arguments: [CutProxy.Cut.beforeCommitArrives, .afterCommitArrives], [true, false])
    func aConnectionCutAfterCommitWasSentIsUnknown(cut: CutProxy.Cut, isAlone: Bool) throws {
        let database = try ThrowawayDatabase()
        let direct = try Connection(database.settings)
        try direct.script("CREATE TABLE t (a int)")
        guard let proxy = try CutProxy(in: database.settings, cut: cut) else { return }
        let through = try Connection(proxy.settings)
        try through.script("BEGIN")
        var last = Batch()
        last.add("write", "INSERT INTO t VALUES (1)")
        if isAlone { _ = try through.run(last) }
        let error = try postgresError { if isAlone { try through.commit() } else { try through.commit(after: last) } }
        #expect(error.kind == .commitOutcomeUnknown)
        #expect(!error.isUnavailable && !error.isRetryable)
        #expect(through.transactionStatus == .broken)
        proxy.join()
        #expect(through.backendProcessID == 0)
        try eventually(
            direct,
            "NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'cut' AND datname = current_database())"
        )
        let expected = cut == .afterCommitArrives ? 1 : 0
        #expect(try direct.value("SELECT count(*) FROM t", as: Int.self) == expected)
    }

    @Test func aServerThatFallsSilentDoesNotHoldTheThread() throws {
        var settings = try AdminServer.settings()
        settings.statementTimeoutMilliseconds = 100
        settings.graceMilliseconds = 100
        for isCommit in [true, false] {
            guard let proxy = try CutProxy(in: settings, cut: .silence) else { return }
            let through = try Connection(proxy.settings)
            try through.script("BEGIN")
            let error = try postgresError {
                if isCommit { try through.commit() } else { try through.execute("SELECT 1 /* COMMIT */") }
            }
            #expect(error.kind == (isCommit ? .commitOutcomeUnknown : .timeout))
            #expect(through.transactionStatus == .broken)
            proxy.join()
        }
    }
}
