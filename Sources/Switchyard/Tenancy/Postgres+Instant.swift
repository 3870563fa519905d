package import BusinessTime
package import Postgres

extension Instant: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { Timestamp.postgresType }

    package func postgresBytes() throws(PostgresError) -> [UInt8]? {
        try Timestamp(microseconds: microseconds).postgresBytes()
    }

    package static func decode(_ cell: Cell) throws(PostgresError) -> Instant {
        Instant(microseconds: try Timestamp.decode(cell).microseconds)
    }
}
