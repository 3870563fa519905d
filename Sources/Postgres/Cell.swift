import CLibpq

/// One value of a result as the server sent it: a column of a row, or an element of an array in it.
///
/// Valid only inside `PostgresDecodable.decode`; it points into the result, which its row keeps alive.
@usableFromInline
package struct Cell {
    unowned(unsafe) let result: ResultHandle
    let column: Int32
    package let oid: UInt32
    /// nil is NULL.
    @usableFromInline package let bytes: UnsafeRawBufferPointer?

    package var columnName: String {
        PQfname(result.pointer, column).map { String(cString: $0) } ?? "\(column)"
    }

    /// An error that names the column and keeps the value out.
    @usableFromInline
    package func refusal(_ what: String) -> PostgresError {
        PostgresError(kind: .decoding, message: "column \"\(columnName)\" \(what)")
    }

    /// The bytes of a value that must be of one of these types and not NULL. Neither list nor name is made where all is
    /// well: this runs for every value that is read.
    package func required(
        _ type: PostgresType,
        or others: @autoclosure () -> [PostgresType] = [],
        as name: @autoclosure () -> String
    ) throws(PostgresError) -> UnsafeRawBufferPointer {
        guard type.oid == oid || others().contains(where: { $0.oid == oid }) else {
            throw refusal("is of type \(oid), which is not read as \(name())")
        }
        guard let bytes else { throw refusal("is NULL, and \(name()) was asked for") }
        return bytes
    }

    /// A number of fixed width. A length that differs from the type's is refused.
    package func load<Number: FixedWidthInteger>(
        _ type: Number.Type,
        from bytes: UnsafeRawBufferPointer,
        at offset: Int = 0
    ) throws(PostgresError) -> Number {
        guard offset >= 0, offset <= bytes.count - MemoryLayout<Number>.size else { throw refusal("is cut short") }
        return Number(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }

    /// Text, checked as a span: `String(validating:as:)` looks its types up anew each time.
    func text(_ bytes: UnsafeRawBufferPointer) throws(PostgresError) -> String {
        do {
            return String(copying: try UTF8Span(validating: bytes.bindMemory(to: UInt8.self).span))
        } catch {
            throw refusal("is not valid UTF-8")
        }
    }
}
