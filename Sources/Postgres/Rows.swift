import CLibpq
import Foundation

/// What a statement returned. It holds the driver's result and is not `Sendable`: decode it where it was read.
package struct Rows: RandomAccessCollection {
    let result: ResultHandle

    package var startIndex: Int { 0 }
    package var endIndex: Int { Int(PQntuples(result.pointer)) }

    package subscript(position: Int) -> Row {
        precondition(position >= 0 && position < endIndex, "row \(position) of \(endIndex)")
        return Row(result: result, index: Int32(position))
    }

    /// Rows that the statement wrote or returned, as its command tag says.
    package var affected: Int { PQcmdTuples(result.pointer).flatMap { Int(String(cString: $0)) } ?? 0 }

    package var columnNames: [String] {
        (0..<PQnfields(result.pointer)).map { column in
            PQfname(result.pointer, column).map { String(cString: $0) } ?? ""
        }
    }
}

/// Reading a value is inlinable down to `decode` of its type: a caller in another module would look up at run time, for
/// every value, what it is told here.
@usableFromInline
package struct Row {
    let result: ResultHandle
    let index: Int32

    @inlinable
    package func cursor() -> RowCursor { RowCursor(row: self) }

    package var columnCount: Int { result.columnTypes.count }

    @inlinable
    package func column<T: PostgresDecodable>(_ index: Int, as type: T.Type = T.self) throws -> T {
        // The bytes live as long as the result, which the row retains.
        try withExtendedLifetime(self) { try T.decode(cell(at: index)) }
    }

    @usableFromInline
    func cell(at index: Int) throws -> Cell {
        guard index >= 0, index < columnCount else {
            throw PostgresError(kind: .decoding, message: "the row has no column \(index)")
        }
        let column = Int32(index)
        let length = Int(PQgetlength(result.pointer, self.index, column))
        let isNull = length == 0 && PQgetisnull(result.pointer, self.index, column) != 0
        let bytes = UnsafeRawBufferPointer(start: PQgetvalue(result.pointer, self.index, column), count: length)
        return Cell(result: result, column: column, oid: result.columnTypes[index], bytes: isNull ? nil : bytes)
    }
}

/// Reads a row from left to right.
@usableFromInline
package struct RowCursor {
    @usableFromInline let row: Row
    @usableFromInline var position = 0

    @usableFromInline
    init(row: Row) { self.row = row }

    @inlinable
    package mutating func next<T: PostgresDecodable>(_ type: T.Type = T.self) throws -> T {
        defer { position += 1 }
        return try row.column(position)
    }
}

/// Owns a result of the driver.
final class ResultHandle {
    let pointer: OpaquePointer
    /// Asked of the driver once, and not for every value.
    let columnTypes: [UInt32]

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
        columnTypes = (0..<PQnfields(pointer)).map { PQftype(pointer, $0) }
    }

    deinit { PQclear(pointer) }

    func error() -> PostgresError {
        let state = field("C")
        let isLost = ["FATAL", "PANIC"].contains(field("V"))
        let message = field("M") ?? firstLine(PQresultErrorMessage(pointer)) ?? "unknown error"
        return PostgresError(
            kind: isLost ? .connectionLost : .server,
            message: message,
            sqlState: state,
            constraint: field("n"),
            table: field("t")
        )
    }

    var commandTag: String { PQcmdStatus(pointer).map { String(cString: $0) } ?? "" }

    /// One of the protocol's error fields. `D` (DETAIL) is never read.
    private func field(_ code: Unicode.Scalar) -> String? {
        PQresultErrorField(pointer, Int32(code.value)).map { String(cString: $0) }
    }
}

func firstLine(_ text: UnsafePointer<CChar>?) -> String? {
    guard let text else { return nil }
    return String(cString: text).split(separator: "\n").first.map(String.init)
}
