package import Foundation

extension Bool: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .bool }
    package func encode(into bytes: inout [UInt8]) throws(PostgresError) -> Bool {
        bytes.append(self ? 1 : 0)
        return true
    }

    @usableFromInline
    package static func decode(_ cell: Cell) throws(PostgresError) -> Bool {
        let bytes = try cell.required(.bool, as: "Bool")
        return try cell.load(UInt8.self, from: bytes) != 0
    }
}

extension Int16: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .int2 }
    package func encode(into bytes: inout [UInt8]) throws(PostgresError) -> Bool {
        bytes.append(wire: self)
        return true
    }

    @usableFromInline
    package static func decode(_ cell: Cell) throws(PostgresError) -> Int16 { try decodeInteger(cell) }
}

extension Int32: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .int4 }
    package func encode(into bytes: inout [UInt8]) throws(PostgresError) -> Bool {
        bytes.append(wire: self)
        return true
    }

    @usableFromInline
    package static func decode(_ cell: Cell) throws(PostgresError) -> Int32 { try decodeInteger(cell) }
}

extension Int64: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .int8 }
    package func encode(into bytes: inout [UInt8]) throws(PostgresError) -> Bool {
        bytes.append(wire: self)
        return true
    }

    @usableFromInline
    package static func decode(_ cell: Cell) throws(PostgresError) -> Int64 { try decodeInteger(cell) }
}

extension Int: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .int8 }
    package func encode(into bytes: inout [UInt8]) throws(PostgresError) -> Bool {
        bytes.append(wire: Int64(self))
        return true
    }

    @usableFromInline
    package static func decode(_ cell: Cell) throws(PostgresError) -> Int { try decodeInteger(cell) }
}

/// Any of PostgreSQL's whole numbers, if the value fits into the type asked for.
private func decodeInteger<Number: FixedWidthInteger>(_ cell: Cell) throws(PostgresError) -> Number {
    func bytes(_ type: PostgresType) throws(PostgresError) -> UnsafeRawBufferPointer {
        try cell.required(type, as: "\(Number.self)")
    }
    let wide: Int64
    switch cell.oid {
    case PostgresType.int2.oid: wide = Int64(try cell.load(Int16.self, from: bytes(.int2)))
    case PostgresType.int4.oid: wide = Int64(try cell.load(Int32.self, from: bytes(.int4)))
    case PostgresType.oid.oid: wide = Int64(try cell.load(UInt32.self, from: bytes(.oid)))
    case PostgresType.xid8.oid: wide = try cell.load(Int64.self, from: bytes(.xid8))
    default: wide = try cell.load(Int64.self, from: bytes(.int8))
    }
    guard let number = Number(exactly: wide) else { throw cell.refusal("does not fit into \(Number.self)") }
    return number
}

extension Double: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .float8 }
    package func encode(into bytes: inout [UInt8]) throws(PostgresError) -> Bool {
        bytes.append(wire: bitPattern)
        return true
    }

    @usableFromInline
    package static func decode(_ cell: Cell) throws(PostgresError) -> Double {
        let bytes = try cell.required(.float8, or: [.float4], as: "Double")
        guard cell.oid == PostgresType.float8.oid else {
            return Double(Float(bitPattern: try cell.load(UInt32.self, from: bytes)))
        }
        return Double(bitPattern: try cell.load(UInt64.self, from: bytes))
    }
}

extension String: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .text }

    package func encode(into bytes: inout [UInt8]) throws(PostgresError) -> Bool {
        var text = self
        let isStorable = text.withUTF8 { utf8 in
            guard let start = utf8.baseAddress, !utf8.isEmpty else { return true }
            guard memchr(start, 0, utf8.count) == nil else { return false }
            bytes.append(contentsOf: utf8)
            return true
        }
        guard isStorable else { throw .refused("text with a NUL character cannot be stored") }
        return true
    }

    @usableFromInline
    package static func decode(_ cell: Cell) throws(PostgresError) -> String {
        let bytes = try cell.required(.text, or: [.varchar, .name, .bpchar, .char], as: "String")
        return try cell.text(bytes)
    }
}

extension UUID: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .uuid }
    package func encode(into bytes: inout [UInt8]) throws(PostgresError) -> Bool {
        withUnsafeBytes(of: uuid) { bytes.append(contentsOf: $0) }
        return true
    }

    package static func decode(_ cell: Cell) throws(PostgresError) -> UUID {
        let bytes = try cell.required(.uuid, as: "UUID")
        guard bytes.count == 16 else { throw cell.refusal("is cut short") }
        return UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}

/// Binary data (`bytea`).
@usableFromInline
package struct Bytea: PostgresEncodable, PostgresDecodable, Hashable {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package static var postgresType: PostgresType { .bytea }
    package func encode(into buffer: inout [UInt8]) throws(PostgresError) -> Bool {
        buffer.append(contentsOf: bytes)
        return true
    }

    @usableFromInline
    package static func decode(_ cell: Cell) throws(PostgresError) -> Bytea {
        Bytea(Array(try cell.required(.bytea, as: "Bytea")))
    }
}

/// A JSON document as text. PostgreSQL keeps `jsonb` in a form of its own: spaces and the order of keys are not preserved.
@usableFromInline
package struct JSONB: PostgresEncodable, PostgresDecodable, Hashable {
    private static let version: UInt8 = 1

    package let text: String

    package init(_ text: String) { self.text = text }

    package static var postgresType: PostgresType { .jsonb }

    package func encode(into bytes: inout [UInt8]) throws(PostgresError) -> Bool {
        bytes.append(Self.version)
        return try text.encode(into: &bytes)
    }

    @usableFromInline
    package static func decode(_ cell: Cell) throws(PostgresError) -> JSONB {
        var bytes = try cell.required(.jsonb, or: [.json], as: "JSONB")
        if cell.oid == PostgresType.jsonb.oid {
            guard bytes.first == version else { throw cell.refusal("holds an unknown form of jsonb") }
            bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
        }
        return JSONB(try cell.text(bytes))
    }
}
