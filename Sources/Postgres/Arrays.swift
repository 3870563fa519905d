extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    package static var postgresType: PostgresType { Wrapped.postgresType }
    package func encode(into bytes: inout [UInt8]) throws(PostgresError) -> Bool {
        guard let self else { return false }
        return try self.encode(into: &bytes)
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    @inlinable
    package static func decode(_ cell: Cell) throws(PostgresError) -> Wrapped? {
        guard cell.bytes != nil else { return nil }
        return try Wrapped.decode(cell)
    }
}

/// One dimension, counted from 1. Elements that may be NULL are `Optional`.
extension Array: PostgresEncodable where Element: PostgresEncodable {
    package static var postgresType: PostgresType { PostgresType(oid: Element.postgresType.arrayOID, arrayOID: 0) }

    package func encode(into bytes: inout [UInt8]) throws(PostgresError) -> Bool {
        guard Element.postgresType.arrayOID != 0 else { throw .refused("arrays of this type are not supported") }
        guard let length = Int32(exactly: count) else { throw .refused("the array is too long") }
        var hasNull: Int32 = 0
        var body: [UInt8] = []
        var scratch: [UInt8] = []
        for element in self {
            scratch.removeAll(keepingCapacity: true)
            guard try element.encode(into: &scratch) else {
                hasNull = 1
                body.append(wire: Int32(-1))
                continue
            }
            guard let length = Int32(exactly: scratch.count) else { throw .refused("an array element is too large") }
            body.append(wire: length)
            body += scratch
        }
        bytes.append(wire: Int32(isEmpty ? 0 : 1))
        bytes.append(wire: hasNull)
        bytes.append(wire: Element.postgresType.oid)
        guard !isEmpty else { return true }
        bytes.append(wire: length)
        bytes.append(wire: Int32(1))
        bytes += body
        return true
    }
}

extension Array: PostgresDecodable where Element: PostgresDecodable {
    @usableFromInline
    package static func decode(_ cell: Cell) throws(PostgresError) -> [Element] {
        guard let bytes = cell.bytes else { throw cell.refusal("is NULL, and an array was asked for") }
        guard arrayTypes.contains(cell.oid) else { throw cell.refusal("is of type \(cell.oid), which is not an array") }
        let dimensions = try cell.load(Int32.self, from: bytes)
        let elementOID = try cell.load(UInt32.self, from: bytes, at: 8)
        guard dimensions != 0 else { return [] }
        guard dimensions == 1 else { throw cell.refusal("is an array of \(dimensions) dimensions") }
        let count = Int(try cell.load(Int32.self, from: bytes, at: 12))

        var elements: [Element] = []
        elements.reserveCapacity(Swift.min(Swift.max(count, 0), bytes.count / 4))
        var offset = 20
        for _ in 0..<Swift.max(count, 0) {
            let length = Int(try cell.load(Int32.self, from: bytes, at: offset))
            offset += 4
            guard length <= bytes.count - offset else { throw cell.refusal("is cut short") }
            let slice = length < 0 ? nil : UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length])
            elements.append(
                try Element.decode(Cell(result: cell.result, column: cell.column, oid: elementOID, bytes: slice))
            )
            offset += Swift.max(length, 0)
        }
        return elements
    }
}

/// The array types that are read.
private let arrayTypes: Set<UInt32> = {
    let types: [PostgresType] = [
        .bool, .bytea, .char, .name, .int8, .int2, .int4, .text, .oid, .json, .float4, .float8, .bpchar, .varchar,
        .date,
        .timestamptz, .numeric, .uuid, .jsonb, .xid8,
    ]
    return Set(types.map(\.arrayOID))
}()
