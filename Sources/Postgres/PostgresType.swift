/// A PostgreSQL type by its fixed object ids: its own and that of its array.
package struct PostgresType: Sendable, Hashable {
    package let oid: UInt32
    /// 0 where arrays of it are not supported here.
    package let arrayOID: UInt32

    package init(oid: UInt32, arrayOID: UInt32) {
        self.oid = oid
        self.arrayOID = arrayOID
    }

    package static let bool = PostgresType(oid: 16, arrayOID: 1000)
    package static let bytea = PostgresType(oid: 17, arrayOID: 1001)
    package static let char = PostgresType(oid: 18, arrayOID: 1002)
    package static let name = PostgresType(oid: 19, arrayOID: 1003)
    package static let int8 = PostgresType(oid: 20, arrayOID: 1016)
    package static let int2 = PostgresType(oid: 21, arrayOID: 1005)
    package static let int4 = PostgresType(oid: 23, arrayOID: 1007)
    package static let text = PostgresType(oid: 25, arrayOID: 1009)
    package static let oid = PostgresType(oid: 26, arrayOID: 1028)
    package static let json = PostgresType(oid: 114, arrayOID: 199)
    package static let float4 = PostgresType(oid: 700, arrayOID: 1021)
    package static let float8 = PostgresType(oid: 701, arrayOID: 1022)
    package static let bpchar = PostgresType(oid: 1042, arrayOID: 1014)
    package static let varchar = PostgresType(oid: 1043, arrayOID: 1015)
    package static let date = PostgresType(oid: 1082, arrayOID: 1182)
    package static let timestamptz = PostgresType(oid: 1184, arrayOID: 1185)
    package static let numeric = PostgresType(oid: 1700, arrayOID: 1231)
    package static let uuid = PostgresType(oid: 2950, arrayOID: 2951)
    package static let tsvector = PostgresType(oid: 3614, arrayOID: 3643)
    package static let jsonb = PostgresType(oid: 3802, arrayOID: 3807)
    package static let xid8 = PostgresType(oid: 5069, arrayOID: 271)
}

/// A value that can be bound. Everything travels in PostgreSQL's binary form.
package protocol PostgresEncodable: Sendable {
    static var postgresType: PostgresType { get }
    /// Appends the binary form; false is NULL, with nothing appended.
    func encode(into bytes: inout [UInt8]) throws(PostgresError) -> Bool
}

/// A value that can be read from a result. A column of another type is an error that names it, never a guess.
@usableFromInline
package protocol PostgresDecodable {
    static func decode(_ cell: Cell) throws(PostgresError) -> Self
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    package static var postgresType: PostgresType { RawValue.postgresType }
    package func encode(into bytes: inout [UInt8]) throws(PostgresError) -> Bool { try rawValue.encode(into: &bytes) }
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
    @inlinable
    package static func decode(_ cell: Cell) throws(PostgresError) -> Self {
        guard let value = Self(rawValue: try RawValue.decode(cell)) else {
            throw cell.refusal("holds a value that is not a known \(Self.self)")
        }
        return value
    }
}

extension [UInt8] {
    /// In network byte order, as the wire wants it.
    mutating func append(wire number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
    }
}
