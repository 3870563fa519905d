package import BusinessTime
package import Postgres

extension Instant: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { Timestamp.postgresType }

    package func encode(into bytes: inout [UInt8]) throws(PostgresError) -> Bool {
        try Timestamp(microseconds: microseconds).encode(into: &bytes)
    }

    package static func decode(_ cell: Cell) throws(PostgresError) -> Instant {
        Instant(microseconds: try Timestamp.decode(cell).microseconds)
    }
}
