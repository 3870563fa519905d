import Postgres
import Testing

@Suite(.needsServer, .timeLimit(.minutes(2))) struct JoinedInsertTests {
    private let connection: Connection

    init() throws {
        connection = try AdminServer.connect()
        try connection.script(
            """
            CREATE TEMP SEQUENCE turn;
            CREATE TEMP TABLE parent (id int PRIMARY KEY, turn bigint DEFAULT nextval('turn'));
            CREATE TEMP TABLE child (parent int REFERENCES parent, word text, turn bigint DEFAULT nextval('turn'))
            """
        )
    }

    private func parent(_ id: Int) -> Batch.Statement { .insert("parent", "INSERT INTO parent (id) VALUES (\(id))") }

    private func child(of parent: Int, _ word: String? = nil) -> Batch.Statement {
        .insert("child", "INSERT INTO child (parent, word) VALUES (\(parent), \(word))")
    }

    @Test(arguments: [(1, 1), (2, 1), (SQL.insertsMax, 1), (SQL.insertsMax + 1, 2), (3 * SQL.insertsMax, 3)])
    func thoseBehindOneAnotherAreOneStatementAndRunInOrder(inserts: Int, statements: Int) throws {
        for _ in 0..<2 {
            var batch = Batch()
            for id in 1...inserts { batch.add(parent(id)) }
            #expect(try connection.run(batch).count == statements)
            let ids = try connection.query("SELECT id FROM parent ORDER BY turn").map { try $0.column(0) as Int }
            #expect(ids == Array(1...inserts))
            try connection.script("DELETE FROM parent")
        }
    }

    @Test(arguments: [true, false])
    func rowsMayReferToRowsOfTheSameStatement(parentIsFirst: Bool) throws {
        var batch = Batch()
        for statement in parentIsFirst ? [parent(1), child(of: 1)] : [child(of: 1), parent(1)] { batch.add(statement) }
        #expect(try connection.run(batch).count == 1)
        #expect(try connection.value("SELECT count(*) FROM child", as: Int.self) == 1)
    }

    @Test func anotherStatementBetweenThemSeesWhatStandsInFrontOfIt() throws {
        var batch = Batch()
        let first = batch.add(parent(1))
        #expect(batch.add(parent(2)) == first)
        let look = batch.add("look", "SELECT count(*) FROM parent")
        let last = batch.add(parent(3))
        let rows = try connection.run(batch)
        #expect([first, look, last] == [0, 1, 2])
        #expect(rows.count == 3)
        #expect(try rows[look].first?.column(0) == 2)
        #expect(try connection.value("SELECT count(*) FROM parent", as: Int.self) == 3)
    }

    @Test func oneThatDoesNothingOnConflictLeavesTheOthersAlone() throws {
        var batch = Batch()
        batch.add(parent(1))
        _ = try connection.run(batch)
        batch = Batch()
        batch.add(.insert("again", "INSERT INTO parent (id) VALUES (\(1)) ON CONFLICT (id) DO NOTHING"))
        batch.add(child(of: 1))
        #expect(try connection.run(batch).count == 1)
        #expect(try connection.value("SELECT count(*) FROM child", as: Int.self) == 1)
    }

    @Test func aRefusalTellsTheTableAndNothingOfTheStatementStays() throws {
        var batch = Batch()
        for statement in [parent(1), child(of: 1), child(of: 2)] { batch.add(statement) }
        let error = try postgresError { _ = try connection.run(batch) }
        #expect(error.statement == "inserts")
        #expect(error.table == "child")
        #expect(error.constraint == "child_parent_fkey")
        #expect(try connection.value("SELECT count(*) FROM parent", as: Int.self) == 0)
    }

    @Test func oneAloneKeepsItsName() throws {
        var batch = Batch()
        batch.add(child(of: 1))
        #expect(try postgresError { _ = try connection.run(batch) }.statement == "child")
    }

    @Test func aValueThatCannotBeSentIsRefusedBeforeAnythingIs() throws {
        var batch = Batch()
        batch.add(parent(1))
        batch.add(child(of: 1, "\0"))
        #expect(try postgresError { _ = try connection.run(batch) }.statement == "inserts")
        #expect(try connection.value("SELECT count(*) FROM parent", as: Int.self) == 0)
    }

    @Test func theyDoNotJoinBeyondWhatOneStatementCanBind() throws {
        let ids = { (from: Int) in (from..<from + SQL.bindsMax / 2 + 1).map { "(\($0))" as SQL }.joined(separator: ", ")
        }
        var batch = Batch()
        batch.add(.insert("low", "INSERT INTO parent (id) VALUES \(ids(0))"))
        batch.add(.insert("high", "INSERT INTO parent (id) VALUES \(ids(100_000))"))
        #expect(try connection.run(batch).count == 2)
        #expect(try connection.value("SELECT count(*) FROM parent", as: Int.self) == SQL.bindsMax + 1)
    }
}
