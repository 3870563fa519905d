import Postgres
import Testing

@Suite(.needsServer, .timeLimit(.minutes(2))) struct BatchTests {
    private let connection: Connection

    init() throws { connection = try AdminServer.connect() }

    @Test func resultsComeInOrder() throws {
        var batch = Batch()
        let begin = batch.add("begin", "BEGIN")
        let first = batch.add("first", "SELECT \(1)")
        let second = batch.add("second", "SELECT generate_series(1, \(3))")
        let rows = try connection.run(batch)
        #expect(rows.count == 3)
        #expect(rows[begin].isEmpty)
        #expect(try rows[first].first?.column(0) == 1)
        #expect(rows[second].count == 3)
        #expect(connection.transactionStatus == .inTransaction)
    }

    @Test func nothingIsDoneForAnEmptyBatchAndTooManyAreRefused() throws {
        #expect(try connection.run(Batch()).isEmpty)
        var batch = Batch()
        for _ in 0...Batch.statementsMax { batch.add("one", "SELECT 1") }
        #expect(try postgresError { _ = try connection.run(batch) }.kind == .limit)
        #expect(connection.transactionStatus == .idle)
    }

    @Test func anErrorNamesItsStatementAndTheConnectionGoesOn() throws {
        try connection.script("CREATE TEMP TABLE t (a int)")
        var batch = Batch()
        batch.add("open", "BEGIN")
        batch.add("write", "INSERT INTO t VALUES (\(1))")
        batch.add("divide", "SELECT 1 / \(0)")
        batch.add("never", "INSERT INTO t VALUES (\(2))")
        let error = try postgresError { _ = try connection.run(batch) }
        #expect(error.statement == "divide")
        #expect(error.sqlState == "22012")
        #expect(connection.transactionStatus == .failed)
        connection.rollback()
        #expect(connection.transactionStatus == .idle)
        #expect(try connection.value("SELECT count(*) FROM t", as: Int.self) == 0)
    }

    @Test func aStatementThatDoesNotParseIsNamedToo() throws {
        var batch = Batch()
        batch.add("fine", "SELECT 1")
        batch.add("wrong", "SELEKT \(1)")
        batch.add("after", "SELECT 3")
        for _ in 0..<2 {
            let error = try postgresError { _ = try connection.run(batch) }
            #expect(error.statement == "wrong")
            #expect(error.sqlState == "42601")
        }
        #expect(try connection.value("SELECT 3", as: Int.self) == 3)
    }

    @Test func aRefusedValueNamesItsStatement() throws {
        var batch = Batch()
        batch.add("fine", "SELECT 1")
        batch.add("nul", "SELECT \("\0")")
        #expect(try postgresError { _ = try connection.run(batch) }.statement == "nul")
    }

    @Test func aLargeBatchWithLargeAnswersDoesNotDeadlock() throws {
        let text = String(repeating: "0123456789abcdef", count: 10_240)
        var batch = Batch()
        for _ in 0..<Batch.statementsMax { batch.add("echo", "SELECT \(text)") }
        for _ in 0..<2 {
            let rows = try connection.run(batch)
            #expect(rows.count == Batch.statementsMax)
            for one in rows { #expect(try one.first?.column(0) == text) }
        }
    }

    @Test func preparedStatementsAreBoundedAndClosed() throws {
        for number in 0..<600 {
            // A text of its own for each, to fill the cache.
            #expect(try connection.value("SELECT \(unsafeSQL: "\(number)") + \(1)", as: Int.self) == number + 1)
        }
        #expect(connection.preparedStatementCount <= 256)
        let onServer = try connection.value("SELECT count(*) FROM pg_prepared_statements", as: Int.self)
        #expect(onServer <= 257)
    }

    @Test func insideATransactionTheCacheStaysBoundedToo() throws {
        try connection.script("BEGIN")
        for number in 0..<900 { try connection.execute("SELECT \(unsafeSQL: "\(number)") + \(1)") }
        let inside = try connection.value("SELECT count(*) FROM pg_prepared_statements", as: Int.self)
        #expect(inside <= 513)
        try connection.commit()
        for _ in 0..<8 { try connection.execute("SELECT 1") }
        #expect(try connection.value("SELECT count(*) FROM pg_prepared_statements", as: Int.self) <= 257)
    }

    @Test func theSameTextWithOtherTypesIsAnotherStatement() throws {
        func echo(_ value: some PostgresEncodable) throws -> Rows { try connection.query("SELECT \(value)") }
        #expect(try echo(1).first?.column(0) == 1)
        #expect(try echo("a").first?.column(0) == "a")
        #expect(try echo(2).first?.column(0) == 2)
    }

    @Test func aPlanThatNoLongerFitsIsMadeAnew() throws {
        try connection.script("CREATE TEMP TABLE t (a int); INSERT INTO t VALUES (1)")
        let read: SQL = "SELECT * FROM t"
        #expect(try connection.query(read).columnNames.count == 1)
        try connection.script("ALTER TABLE t ADD b int")
        #expect(try connection.query(read).columnNames.count == 2)

        try connection.script("ALTER TABLE t ADD c int")
        try connection.script("BEGIN")
        let error = try postgresError { _ = try connection.query(read) }
        #expect(error.isRetryable)
        connection.rollback()
        try connection.script("BEGIN")
        #expect(try connection.query(read).columnNames.count == 3)
    }

    @Test func discardedStatementsAreMadeAnew() throws {
        #expect(try connection.value("SELECT \(1)", as: Int.self) == 1)
        try connection.script("DISCARD ALL")
        #expect(try connection.value("SELECT \(1)", as: Int.self) == 1)
        #expect(try connection.value("SELECT \(2)", as: Int.self) == 2)
    }
}
