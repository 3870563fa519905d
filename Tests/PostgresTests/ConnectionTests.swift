import Dispatch
import Postgres
import Testing

@Suite(.needsServer, .timeLimit(.minutes(2))) struct ConnectionTests {
    private let connection: Connection

    init() throws { connection = try AdminServer.connect() }

    @Test func theSessionHasItsLimits() throws {
        let limited = try AdminServer.connect { settings in
            settings.statementTimeoutMilliseconds = 1_234
            settings.searchPath = "pg_catalog, pg_temp"
            settings.sessionOptions["work_mem"] = "5MB"
            settings.applicationName = "odd name"
        }
        #expect(try limited.value("SELECT current_setting('statement_timeout')") == "1234ms")
        #expect(try limited.value("SELECT current_setting('lock_timeout')") == "5s")
        #expect(try limited.value("SELECT current_setting('idle_in_transaction_session_timeout')") == "30s")
        #expect(try limited.value("SELECT current_setting('search_path')") == "pg_catalog, pg_temp")
        #expect(try limited.value("SELECT current_setting('work_mem')") == "5MB")
        #expect(try limited.value("SELECT current_setting('application_name')") == "odd name")
        #expect(try limited.value("SELECT current_setting('TimeZone')") == "UTC")
        #expect(limited.serverVersion >= 150_000)
        #expect(limited.socket >= 0)
    }

    @Test func aServerThatIsNotThereIsConnectFailed() throws {
        var settings = try ConnectionSettings("host=/nowhere/at/all user=nobody password=hunter2")
        settings.connectTimeoutSeconds = 2
        let error = try postgresError { _ = try Connection(settings) }
        #expect(error.kind == .connectFailed)
        #expect(error.isUnavailable)
        #expect(!error.description.contains("hunter2"))
    }

    @Test func aRefusalCarriesStateConstraintAndTableButNoDetail() throws {
        try connection.script("CREATE TEMP TABLE t (a text CONSTRAINT only_once UNIQUE)")
        try connection.execute("INSERT INTO t VALUES (\("secret value"))")
        let error = try postgresError { try connection.execute("INSERT INTO t VALUES (\("secret value"))") }
        #expect(error.kind == .server)
        #expect(error.isUniqueViolation())
        #expect(error.isUniqueViolation("only_once"))
        #expect(!error.isUniqueViolation("other"))
        #expect(error.table == "t")
        #expect(!error.description.contains("secret value"))
        #expect(connection.transactionStatus == .idle)
        #expect(try connection.value("SELECT 1", as: Int.self) == 1)
    }

    @Test func affectedCountsWhatWasWritten() throws {
        try connection.script("CREATE TEMP TABLE t (a int)")
        #expect(try connection.execute("INSERT INTO t SELECT generate_series(1, 7)") == 7)
        #expect(try connection.execute("UPDATE t SET a = a WHERE a > \(5)") == 2)
        #expect(try connection.execute("DELETE FROM t WHERE a = \(100)") == 0)
    }

    @Test func aScriptStopsAtItsFirstError() throws {
        let error = try postgresError { try connection.script("CREATE TEMP TABLE s (a int); SELECT 1/0; SELECT 2") }
        #expect(error.sqlState == "22012")
        #expect(try connection.value("SELECT to_regclass('s') IS NULL", as: Bool.self))
        #expect(try postgresError { try connection.script("SELECT 1\0") }.kind == .limit)
    }

    @Test func copyIsRefused() throws {
        #expect(try postgresError { try connection.script("COPY (SELECT 1) TO STDOUT") }.kind == .limit)
        #expect(!connection.isUsable)
        let other = try AdminServer.connect()
        _ = try postgresError { try other.execute("COPY (SELECT 1) TO STDOUT") }
        #expect(!other.isUsable)
    }

    @Test func theServersTimeLimitHolds() throws {
        let limited = try AdminServer.connect { $0.statementTimeoutMilliseconds = 50 }
        let error = try postgresError { try limited.execute("SELECT pg_sleep(60)") }
        #expect(error.kind == .server)
        #expect(error.isCancelled)
        #expect(try limited.value("SELECT 1", as: Int.self) == 1)
    }

    @Test func aStatementIsCancelledFromAnotherThread() throws {
        let handle = try #require(connection.cancelHandle())
        let pid = connection.backendProcessID
        let canceller = onThread {
            try eventually(try AdminServer.connect(), isSleeping(pid))
            #expect(handle.cancel())
        }
        let error = try postgresError { try connection.execute("SELECT pg_sleep(60)") }
        canceller.wait()
        #expect(error.isCancelled)
        #expect(try connection.value("SELECT 1", as: Int.self) == 1)
    }

    @Test func aKilledBackendIsConnectionLost() throws {
        let pid = connection.backendProcessID
        let killer = onThread {
            let admin = try AdminServer.connect()
            try eventually(admin, isSleeping(pid))
            try admin.execute("SELECT pg_terminate_backend(\(pid)::int)")
        }
        let error = try postgresError { try connection.execute("SELECT pg_sleep(60)") }
        killer.wait()
        #expect(error.kind == .connectionLost)
        #expect(error.sqlState == "57P01")
        #expect(error.isUnavailable)
        #expect(connection.transactionStatus == .broken)
        #expect(!connection.isUsable)
        #expect(try postgresError { try connection.execute("SELECT 1") }.kind == .connectionLost)
    }

    @Test func anIdleConnectionNoticesThatItWasKilled() throws {
        let pid = connection.backendProcessID
        let admin = try AdminServer.connect()
        try admin.execute("SELECT pg_terminate_backend(\(pid)::int)")
        try eventually(admin, "NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = \(pid)::int)")
        #expect(!connection.isUsable)
    }

    @Test func aClosedConnectionStaysClosed() throws {
        connection.close()
        connection.rollback()
        #expect(connection.transactionStatus == .broken)
        #expect(connection.socket == -1)
        #expect(connection.cancelHandle() == nil)
        #expect(try postgresError { try connection.commit() }.kind == .connectionLost)
    }

    @Test(arguments: Connection.TransactionStatus.allCases)
    func everyStatusHasItsWay(status: Connection.TransactionStatus) throws {
        switch status {
        case .idle: break
        case .inTransaction: try connection.script("BEGIN")
        case .failed: _ = try? connection.script("BEGIN; SELECT 1/0")
        case .broken: connection.close()
        case .active: return  // only while a statement runs
        }
        #expect(connection.transactionStatus == status)
        connection.rollback()
        #expect(connection.transactionStatus == (status == .broken ? .broken : .idle))
    }
}

private func isSleeping(_ pid: Int) -> SQL {
    "EXISTS (SELECT FROM pg_stat_activity WHERE pid = \(pid)::int AND wait_event = 'PgSleep')"
}
