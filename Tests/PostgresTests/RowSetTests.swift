import Foundation
import Postgres
import Testing

@Suite(.needsServer, .timeLimit(.minutes(2))) struct RowSetTests {
    private let connection: Connection

    init() throws {
        connection = try AdminServer.connect()
        try connection.script("CREATE TEMP TABLE t (place text, id uuid, number smallint, word text, bytes bytea)")
    }

    private func insert(_ rows: RowSet) throws -> Int {
        try connection.execute("INSERT INTO t (place, id, number, word, bytes) \(rows.relation("here"))")
    }

    private func row(_ number: Int, word: String?) -> RowSet {
        var rows = RowSet()
        rows.append(UUID(), number, word, Bytea([UInt8(truncatingIfNeeded: number), 0]))
        return rows
    }

    @Test(arguments: [1, 2, 4, 5, 1_000])
    func rowsArriveAsTheyWereAdded(count: Int) throws {
        var rows = RowSet()
        var ids: [UUID] = []
        for number in 0..<count {
            ids.append(UUID())
            rows.append(ids[number], number, number % 3 == 1 ? nil : "wörd \(number)", Bytea([UInt8(number % 256)]))
        }
        #expect(rows.count == count)
        #expect(try insert(rows) == count)
        let stored = try connection.query("SELECT id, number, word, bytes, place FROM t ORDER BY number")
        #expect(stored.count == count)
        for (number, row) in stored.enumerated() {
            var cursor = row.cursor()
            #expect(try cursor.next() == ids[number])
            #expect(try cursor.next() == number)
            #expect(try cursor.next(String?.self) == (number % 3 == 1 ? nil : "wörd \(number)"))
            #expect(try cursor.next(Bytea.self).bytes == [UInt8(number % 256)])
            #expect(try cursor.next() == "here")
        }
    }

    @Test func aLoneNullIsNull() throws {
        #expect(try insert(row(7, word: nil)) == 1)
        #expect(try connection.value("SELECT count(*) FROM t WHERE word IS NULL AND number = 7", as: Int.self) == 1)
    }

    @Test func theTextOfTheStatementIsTheSameForTenRowsAndForMany() {
        func text(_ count: Int) -> String {
            var rows = RowSet()
            for number in 0..<count { rows.append(row(number, word: number % 2 == 0 ? nil : "b")) }
            return rows.relation("x").text
        }
        #expect(text(10) == "SELECT $1, r.* FROM unnest($2, $3, $4, $5) r")
        #expect(text(50) == text(10))
        #expect(text(1) == "VALUES ($1, $2, $3, $4, $5)")
        #expect(text(2) == "VALUES ($1, $2, $3, $4, $5), ($6, $7, $8, $9, $10)")
    }

    @Test func setsAreJoinedInOrder() throws {
        var rows = RowSet()
        #expect(rows.isEmpty)
        for number in [3, 1, 2] { rows.append(row(number, word: "w\(number)")) }
        rows.append(RowSet())
        #expect(try insert(rows) == 3)
        #expect(try connection.value("SELECT string_agg(word, ',') FROM t", as: String.self) == "w3,w1,w2")
    }

    @Test func anUpdateFindsItsRows() throws {
        var rows = RowSet()
        for number in 1...4 { rows.append(row(number, word: "old")) }
        #expect(try insert(rows) == 4)
        for changes in [[(2, "two")], [(1, "one"), (3, "three"), (9, "nobody")]] {
            var set = RowSet()
            for (number, word) in changes { set.append(number, word) }
            let changed = try connection.execute(
                """
                UPDATE t SET word = r.word FROM (\(set.relation("here"))) AS r (place, number, word)
                WHERE t.place = r.place AND t.number = r.number
                """
            )
            #expect(changed == changes.filter { $0.0 < 5 }.count)
        }
        #expect(
            try connection.value("SELECT string_agg(word, ',' ORDER BY number) FROM t", as: String.self)
                == "one,two,three,old"
        )
    }

    @Test func whatCannotBeStoredIsRefusedBeforeItIsSent() throws {
        var rows = row(1, word: "fine")
        rows.append(row(2, word: "n\0l"))
        let error = try postgresError { _ = try insert(rows) }
        #expect(error.kind == .limit)
        #expect(try postgresError { _ = try insert(row(3, word: "\0")) }.kind == .limit)
        #expect(try connection.value("SELECT count(*) FROM t", as: Int.self) == 0)
    }

    @Test func tooManyRowsAreRefused() throws {
        var rows = RowSet()
        for number in 0...RowSet.rowsMax { rows.append(number) }
        let error = try postgresError {
            _ = try connection.execute("INSERT INTO t (place, number) \(rows.relation("x"))")
        }
        #expect(error.kind == .limit)
    }
}
