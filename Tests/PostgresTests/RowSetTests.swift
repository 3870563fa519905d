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
        try connection.execute("INSERT INTO t (place, id, number, word, bytes) \(rows, of: "here")")
    }

    private func rows(_ numbers: Int..., words: (Int) -> String? = { "w\($0)" }) -> RowSet {
        var rows = RowSet()
        for number in numbers { add(number, word: words(number), to: &rows) }
        return rows
    }

    private func add(_ number: Int, word: String?, to rows: inout RowSet) {
        rows.append(UUID(), number, word, Bytea([UInt8(truncatingIfNeeded: number), 0]))
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
        #expect(try insert(rows(7) { _ in nil }) == 1)
        #expect(try connection.value("SELECT count(*) FROM t WHERE word IS NULL AND number = 7", as: Int.self) == 1)
    }

    @Test func theTextOfTheStatementIsTheSameForTenRowsAndForMany() {
        func text(_ count: Int) -> String {
            var rows = RowSet()
            for number in 0..<count { add(number, word: number % 2 == 0 ? nil : "b", to: &rows) }
            return ("\(rows, of: "x")" as SQL).text
        }
        #expect(text(10) == "SELECT $1, unnest($2), unnest($3), unnest($4), unnest($5)")
        #expect(text(50) == text(10))
        #expect(text(1) == "VALUES ($1, $2, $3, $4, $5)")
        #expect(text(2) == "VALUES ($1, $2, $3, $4, $5), ($6, $7, $8, $9, $10)")
    }

    @Test(arguments: [0, 1, 2, 5, 7])
    func aSetThatIsCutHasItsFirstRowsAndTakesMore(left: Int) throws {
        var rows = rows(1, 2, 3, 4, 5, 6, 7) { $0 == 2 ? nil : "w\($0)" }
        rows.cut(to: left)
        #expect(rows.count == left)
        #expect(rows.isEmpty == (left == 0))
        add(8, word: "last", to: &rows)
        #expect(try insert(rows) == left + 1)
        let words = try connection.value(
            "SELECT string_agg(coalesce(word, '-'), ',' ORDER BY number) FROM t",
            as: String.self
        )
        #expect(words == (["w1", "-", "w3", "w4", "w5", "w6", "w7"].prefix(left) + ["last"]).joined(separator: ","))
    }

    @Test func aValueThatCannotBeSentIsForgottenWithItsRow() throws {
        var rows = rows(1, 2) { $0 == 2 ? "n\0l" : "fine" }
        rows.cut(to: 1)
        #expect(try insert(rows) == 1)
    }

    @Test func anUpdateFindsItsRows() throws {
        var rows = RowSet()
        for number in 1...4 { add(number, word: "old", to: &rows) }
        #expect(try insert(rows) == 4)
        for changes in [[(2, "two")], [(1, "one"), (3, "three"), (9, "nobody")]] {
            var set = RowSet()
            for (number, word) in changes { set.append(number, word) }
            let changed = try connection.execute(
                """
                UPDATE t SET word = r.word FROM (\(set, of: "here")) AS r (place, number, word)
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
        let rows = rows(1, 2) { $0 == 2 ? "n\0l" : "fine" }
        let error = try postgresError { _ = try insert(rows) }
        #expect(error.kind == .limit)
        #expect(try postgresError { _ = try insert(self.rows(3) { _ in "\0" }) }.kind == .limit)
        #expect(try connection.value("SELECT count(*) FROM t", as: Int.self) == 0)
    }

    @Test func tooManyRowsAreRefused() throws {
        var rows = RowSet()
        for number in 0...RowSet.rowsMax { rows.append(number) }
        let error = try postgresError {
            _ = try connection.execute("INSERT INTO t (place, number) \(rows, of: "x")")
        }
        #expect(error.kind == .limit)
    }
}
