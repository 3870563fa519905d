import Postgres
import Testing

@Suite struct SQLTests {
    @Test func aValueBecomesAPlaceholder() {
        let sql: SQL = "SELECT a FROM t WHERE id = \(7) AND name = \("x")"
        #expect(sql.text == "SELECT a FROM t WHERE id = $1 AND name = $2")
        #expect(sql.bindCount == 2)
    }

    @Test func aFragmentIsSplicedAndRenumbered() {
        let condition: SQL = "b = \(2) OR c = \(3)"
        let sql: SQL = "SELECT \(1) WHERE (\(condition)) AND d = \(4)"
        #expect(sql.text == "SELECT $1 WHERE (b = $2 OR c = $3) AND d = $4")
        #expect(sql.bindCount == 4)
    }

    @Test func fragmentsAreJoined() {
        let rows: [SQL] = ["(\(1))", "(\(2))", "(\(3))"]
        #expect(("VALUES \(rows.joined(separator: ", "))" as SQL).text == "VALUES ($1), ($2), ($3)")
        #expect(([] as [SQL]).joined(separator: ", ").text == "")
        #expect((("a \(1)" as SQL) + " b \(2)").text == "a $1 b $2")
    }

    @Test func valuesSideBySideKeepTheirCommas() {
        let pair: SQL = "\(1), \(2)"
        #expect(("IN (\(0), \(pair), \(3))" as SQL).text == "IN ($1, $2, $3, $4)")
        #expect(("\(1)\(2), \(3) , \(4)" as SQL).text == "$1$2, $3 , $4")
        #expect(("f(\(nil as Int?), \("x" as String?))" as SQL).text == "f($1, $2)")
        #expect(("" as SQL).text == "")
    }

    @Test func rawTextStaysRaw() {
        #expect(("SET \(unsafeSQL: "x") TO \(1)" as SQL).text == "SET x TO $1")
    }

    @Test func errorsKnowWhatTheyMean() {
        for kind in PostgresError.Kind.allCases {
            let expected =
                switch kind {
                case .connectFailed, .connectionLost, .poolExhausted, .timeout: true
                case .server, .commitOutcomeUnknown, .decoding, .poolClosed, .limit: false
                }
            #expect(PostgresError(kind: kind, message: "").isUnavailable == expected, "\(kind)")
        }
    }

    @Test(arguments: [
        StateCase("40001", isRetryable: true), StateCase("40P01", isRetryable: true),
        StateCase("55P03", isRetryable: true), StateCase("26000", isRetryable: true), StateCase("23505"),
        StateCase("08006", isUnavailable: true), StateCase("57P01", isUnavailable: true),
        StateCase("57P03", isUnavailable: true), StateCase("53300", isUnavailable: true),
        StateCase("53100", isUnavailable: true), StateCase("25006", isUnavailable: true), StateCase("57014"),
    ])
    func aStateIsClassified(_ state: StateCase) {
        let error = PostgresError(kind: .server, message: "", sqlState: state.sqlState)
        #expect(error.isRetryable == state.isRetryable)
        #expect(error.isUnavailable == state.isUnavailable)
    }

    @Test func settingsNeverPrintThePassword() throws {
        let settings = try ConnectionSettings("postgres://ann:hunter2@db.example:5433/desk?sslmode=require")
        var dumped = ""
        dump(settings, to: &dumped)
        for text in ["\(settings)", String(reflecting: settings), dumped] {
            #expect(!text.contains("hunter2"), "\(text)")
        }
        #expect(settings.description == "postgres ann@db.example:5433/desk")
    }

    @Test(arguments: ["postgres://x:hunter2@[::1", "password=hunter2 nonsense=1", "password='hunter2"])
    func aBadURLIsRefusedWithoutQuotingIt(url: String) throws {
        let error = try postgresError { _ = try ConnectionSettings(url) }
        #expect(error.kind == .limit)
        #expect(!error.description.contains("hunter2"))
    }
}

struct StateCase: CustomTestStringConvertible, Sendable {
    let sqlState: String
    let isRetryable: Bool
    let isUnavailable: Bool

    init(_ sqlState: String, isRetryable: Bool = false, isUnavailable: Bool = false) {
        self.sqlState = sqlState
        self.isRetryable = isRetryable
        self.isUnavailable = isUnavailable
    }

    var testDescription: String { sqlState }
}
