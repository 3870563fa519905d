/// An instant (`timestamptz`), to the microsecond. Infinity is refused both ways.
package struct Timestamp: PostgresEncodable, PostgresDecodable, Hashable, Comparable {
    /// 2000-01-01, where PostgreSQL begins to count.
    private static let serverEpochMicroseconds: Int64 = 946_684_800_000_000
    /// 4714-11-24 BC up to the year 294276, counted from the server's epoch.
    private static let serverRange: Range<Int64> = -211_813_488_000_000_000..<9_223_371_331_200_000_000

    /// Since 1970-01-01T00:00:00Z.
    package let microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }

    package static var postgresType: PostgresType { .timestamptz }

    package func encode(into bytes: inout [UInt8]) throws(PostgresError) -> Bool {
        let (server, overflow) = microseconds.subtractingReportingOverflow(Self.serverEpochMicroseconds)
        guard !overflow, Self.serverRange.contains(server) else { throw .refused("the instant is out of range") }
        bytes.append(wire: server)
        return true
    }

    package static func decode(_ cell: Cell) throws(PostgresError) -> Timestamp {
        let server = try cell.load(Int64.self, from: cell.required(.timestamptz, as: "Timestamp"))
        let (microseconds, overflow) = server.addingReportingOverflow(serverEpochMicroseconds)
        guard serverRange.contains(server), !overflow else { throw cell.refusal("is infinite or out of range") }
        return Timestamp(microseconds: microseconds)
    }

    package static func < (first: Timestamp, second: Timestamp) -> Bool { first.microseconds < second.microseconds }
}

/// A day of the calendar (`date`), without a zone. Infinity is refused both ways.
package struct DayNumber: PostgresEncodable, PostgresDecodable, Hashable, Comparable {
    /// 2000-01-01, where PostgreSQL begins to count.
    private static let serverEpochDays: Int32 = 10_957
    /// 4714-11-24 BC up to the year 5874897, counted from the server's epoch.
    private static let serverRange: Range<Int32> = -2_451_545..<2_145_031_949

    /// Since 1970-01-01.
    package let daysSinceEpoch: Int32

    package init(daysSinceEpoch: Int32) { self.daysSinceEpoch = daysSinceEpoch }

    package static var postgresType: PostgresType { .date }

    package func encode(into bytes: inout [UInt8]) throws(PostgresError) -> Bool {
        let (server, overflow) = daysSinceEpoch.subtractingReportingOverflow(Self.serverEpochDays)
        guard !overflow, Self.serverRange.contains(server) else { throw .refused("the date is out of range") }
        bytes.append(wire: server)
        return true
    }

    package static func decode(_ cell: Cell) throws(PostgresError) -> DayNumber {
        let server = try cell.load(Int32.self, from: cell.required(.date, as: "DayNumber"))
        let (days, overflow) = server.addingReportingOverflow(serverEpochDays)
        guard serverRange.contains(server), !overflow else { throw cell.refusal("is infinite or out of range") }
        return DayNumber(daysSinceEpoch: days)
    }

    package static func < (first: DayNumber, second: DayNumber) -> Bool { first.daysSinceEpoch < second.daysSinceEpoch }
}
