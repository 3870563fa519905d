import Foundation
import Postgres
import Testing

/// A value, what PostgreSQL must make of it as text, and the type it is cast to.
struct ValueCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let check: @Sendable (Connection) throws -> Void

    init<Value: PostgresEncodable & PostgresDecodable & Equatable>(
        _ name: String,
        _ value: Value,
        as type: String,
        text: String?
    ) {
        testDescription = "\(type): \(name)"
        check = { connection in
            // The type's name comes from the table of this file.
            let row = try #require(
                try connection.query("SELECT \(value)::\(unsafeSQL: type), (\(value)::\(unsafeSQL: type))::text").first
            )
            var cursor = row.cursor()
            #expect(try cursor.next(Value.self) == value)
            #expect(try cursor.next(String?.self) == text)
        }
    }
}

private let uuid = UUID(uuid: (0x01, 0x8f, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0xff))

private let valueCases: [ValueCase] = [
    ValueCase("true", true, as: "bool", text: "true"),
    ValueCase("false", false, as: "bool", text: "false"),
    ValueCase("smallest", Int16.min, as: "int2", text: "-32768"),
    ValueCase("largest", Int32.max, as: "int4", text: "2147483647"),
    ValueCase("smallest", Int64.min, as: "int8", text: "-9223372036854775808"),
    ValueCase("largest", Int.max, as: "int8", text: "9223372036854775807"),
    ValueCase("tenth", 0.1, as: "float8", text: "0.1"),
    ValueCase("infinite", -Double.infinity, as: "float8", text: "-Infinity"),
    ValueCase("smallest", Double.leastNonzeroMagnitude, as: "float8", text: "5e-324"),
    ValueCase("empty", "", as: "text", text: ""),
    ValueCase("unicode", "Zoë 中文 👩‍👩‍👧 e\u{301}", as: "text", text: "Zoë 中文 👩‍👩‍👧 e\u{301}"),
    ValueCase("quotes", #"'; DROP TABLE t; -- \ $1 %"#, as: "text", text: #"'; DROP TABLE t; -- \ $1 %"#),
    ValueCase("varchar", "ab", as: "varchar(5)", text: "ab"),
    ValueCase("name", "ab", as: "name", text: "ab"),
    ValueCase("padded", "ab ", as: "char(3)", text: "ab"),
    ValueCase("one byte", "a", as: "\"char\"", text: "a"),
    ValueCase("id", uuid, as: "uuid", text: "018f0203-0405-0607-0809-0a0b0c0d0eff"),
    ValueCase("bytes", Bytea([0, 255, 39, 92]), as: "bytea", text: #"\x00ff275c"#),
    ValueCase("no bytes", Bytea([]), as: "bytea", text: #"\x"#),
    ValueCase("object", JSONB(#"{"a": [1, null, "é"]}"#), as: "jsonb", text: #"{"a": [1, null, "é"]}"#),
    ValueCase("epoch", Timestamp(microseconds: 0), as: "timestamptz", text: "1970-01-01 00:00:00+00"),
    ValueCase("before 1970", Timestamp(microseconds: -1), as: "timestamptz", text: "1969-12-31 23:59:59.999999+00"),
    ValueCase(
        "year 9999",
        Timestamp(microseconds: 253_402_300_799_999_999),
        as: "timestamptz",
        text: "9999-12-31 23:59:59.999999+00"
    ),
    ValueCase(
        "first",
        Timestamp(microseconds: -210_866_803_200_000_000),
        as: "timestamptz",
        text: "4714-11-24 00:00:00+00 BC"
    ),
    ValueCase("last", Timestamp(microseconds: .max), as: "timestamptz", text: "294247-01-10 04:00:54.775807+00"),
    ValueCase("epoch", DayNumber(daysSinceEpoch: 0), as: "date", text: "1970-01-01"),
    ValueCase("before 1970", DayNumber(daysSinceEpoch: -1), as: "date", text: "1969-12-31"),
    ValueCase("leap day", DayNumber(daysSinceEpoch: 19_782), as: "date", text: "2024-02-29"),
    ValueCase("zero", Numeric("0"), as: "numeric", text: "0"),
    ValueCase("scaled zero", Numeric("0.000"), as: "numeric", text: "0.000"),
    ValueCase("scale kept", Numeric("-12.340"), as: "numeric", text: "-12.340"),
    ValueCase("small", Numeric("0.00000000123"), as: "numeric", text: "0.00000000123"),
    ValueCase("thousands", Numeric("10000"), as: "numeric", text: "10000"),
    ValueCase("sparse", Numeric("100000000.00000001"), as: "numeric", text: "100000000.00000001"),
    ValueCase(
        "38 digits",
        Numeric("99999999999999999999.999999999999999999"),
        as: "numeric",
        text: "99999999999999999999.999999999999999999"
    ),
    ValueCase("null", String?.none, as: "text", text: nil),
    ValueCase("not null", Int?.some(5), as: "int8", text: "5"),
    ValueCase("null", Timestamp?.none, as: "timestamptz", text: nil),
    ValueCase("empty", [Int](), as: "int8[]", text: "{}"),
    ValueCase("numbers", [1, -2, Int.max], as: "int8[]", text: "{1,-2,9223372036854775807}"),
    ValueCase("with null", ["a", nil, ""] as [String?], as: "text[]", text: #"{a,NULL,""}"#),
    ValueCase("ids", [uuid], as: "uuid[]", text: "{018f0203-0405-0607-0809-0a0b0c0d0eff}"),
    ValueCase(
        "instants",
        [Timestamp(microseconds: 1)],
        as: "timestamptz[]",
        text: #"{"1970-01-01 00:00:00.000001+00"}"#
    ),
    ValueCase("decimals", [Numeric("1.50"), Numeric("-0.1")], as: "numeric[]", text: "{1.50,-0.1}"),
    ValueCase("null array", [Bool]?.none, as: "bool[]", text: nil),
    ValueCase("kind", Colour.green, as: "text", text: "green"),
]

enum Colour: String, PostgresEncodable, PostgresDecodable, CaseIterable { case red, green }

/// Something that is read as the wrong type.
struct MismatchCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let read: @Sendable (Connection) throws -> Void

    init<Value: PostgresDecodable & SendableMetatype>(_ expression: StaticString, as type: Value.Type) {
        testDescription = "\(expression) as \(type)"
        read = { connection in
            let text = expression.description
            _ = try connection.value("SELECT \(unsafeSQL: text) AS odd", as: Value.self)
        }
    }
}

private let mismatchCases: [MismatchCase] = [
    MismatchCase("1::int4", as: String.self), MismatchCase("'a'::text", as: Int.self),
    MismatchCase("1::int8", as: Timestamp.self), MismatchCase("now()", as: Int64.self),
    MismatchCase("now()::timestamp", as: Timestamp.self), MismatchCase("1.5", as: Double.self),
    MismatchCase("NULL::text", as: String.self), MismatchCase("NULL::int8[]", as: [Int].self),
    MismatchCase("ARRAY[1,NULL]", as: [Int].self), MismatchCase("ARRAY['a']", as: [Int].self),
    MismatchCase("ARRAY[[1,2],[3,4]]", as: [Int].self), MismatchCase("70000", as: Int16.self),
    MismatchCase("'infinity'::timestamptz", as: Timestamp.self), MismatchCase("'-infinity'::date", as: DayNumber.self),
    MismatchCase("'NaN'::numeric", as: Numeric.self), MismatchCase("'blue'::text", as: Colour.self),
    MismatchCase("'1.2.3.4'::inet", as: String.self), MismatchCase("5", as: [Int].self),
]

/// A value that must be refused before anything is sent.
struct RefusalCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let sql: SQL
}

private let refusalCases: [RefusalCase] = [
    RefusalCase(testDescription: "NUL in text", sql: "SELECT \("a\0b")"),
    RefusalCase(testDescription: "NUL in JSON", sql: "SELECT \(JSONB("\"\0\""))"),
    RefusalCase(testDescription: "NUL in an array", sql: "SELECT \(["a", "\0"])"),
    RefusalCase(testDescription: "instant before the first", sql: "SELECT \(Timestamp(microseconds: .min))"),
    RefusalCase(testDescription: "infinite date", sql: "SELECT \(DayNumber(daysSinceEpoch: .max))"),
    RefusalCase(testDescription: "not a number", sql: "SELECT \(Numeric("NaN"))"),
    RefusalCase(testDescription: "exponent", sql: "SELECT \(Numeric("1e5"))"),
    RefusalCase(testDescription: "no digits", sql: "SELECT \(Numeric("-."))"),
    RefusalCase(testDescription: "nested array", sql: "SELECT \([[1], [2]])"),
    RefusalCase(testDescription: "NUL in raw text", sql: "SELECT 1 \(unsafeSQL: "\0")"),
]

@Suite(.needsServer) struct ValueTests {
    private let connection: Connection

    init() throws { connection = try AdminServer.connect() }

    @Test(arguments: valueCases)
    func aValueComesBackAsItWent(_ value: ValueCase) throws { try value.check(connection) }

    @Test(arguments: mismatchCases)
    func anotherTypeIsAnErrorThatNamesTheColumn(_ mismatch: MismatchCase) throws {
        let error = try postgresError { try mismatch.read(connection) }
        #expect(error.kind == .decoding)
        #expect(error.message.contains("\"odd\""), "\(error)")
    }

    @Test(arguments: refusalCases)
    func whatCannotBeStoredIsRefusedBeforeItIsSent(_ refusal: RefusalCase) throws {
        try connection.script("BEGIN")
        let error = try postgresError { try connection.execute(refusal.sql) }
        #expect(error.kind == .limit)
        #expect(connection.transactionStatus == .inTransaction)
        connection.rollback()
    }

    @Test func anyWholeNumberIsReadAsInt() throws {
        let row = try #require(try connection.query("SELECT 1::int2, 2::int4, 3::int8, 4::oid, ARRAY[5::int2]").first)
        var cursor = row.cursor()
        #expect(try [cursor.next(Int.self), cursor.next(), cursor.next(), cursor.next()] == [1, 2, 3, 4])
        #expect(try cursor.next([Int].self) == [5])
        #expect(throws: PostgresError.self) { try cursor.next(Int.self) }
    }

    @Test func halfPrecisionAndJSONAreReadToo() throws {
        #expect(try connection.value("SELECT 1.5::float4", as: Double.self) == 1.5)
        #expect(try connection.value("SELECT '{ }'::json", as: JSONB.self) == JSONB("{ }"))
        #expect(try connection.value("SELECT pg_current_xact_id()", as: Int64.self) > 0)
    }

    @Test func injectedTextStaysData() throws {
        let evil = "x'); DROP TABLE pg_temp.victim; --"
        try connection.script("CREATE TEMP TABLE victim (a text)")
        #expect(try connection.execute("INSERT INTO victim VALUES (\(evil))") == 1)
        #expect(try connection.value("SELECT a FROM victim WHERE a = \(evil)", as: String.self) == evil)
    }

    @Test func rowsAreACollection() throws {
        let rows = try connection.query("SELECT n, 'r' || n AS label FROM generate_series(1, 5) n ORDER BY n")
        #expect(rows.count == 5)
        #expect(rows.affected == 5)
        #expect(rows.columnNames == ["n", "label"])
        #expect(try rows.map { try $0.column(0, as: Int.self) } == [1, 2, 3, 4, 5])
        #expect(try rows.last?.column(1) == "r5")
        #expect(try connection.query("SELECT 1 WHERE false").first == nil)
    }
}
