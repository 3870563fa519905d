/// Rows of one shape that travel together, kept column by column.
///
/// `relation` is what a statement takes them from. Many rows are `unnest` of one array a column, so that the statement's
/// text, its plan and the number of bound values are the same for ten rows and for a thousand. The arrays are taken apart
/// in the select list: in FROM the server would keep each column's values once more before it joins them, which is three
/// times the work. A few rows are `VALUES`, which the server runs for a quarter less.
package struct RowSet: Sendable {
    package static let rowsMax = 50_000
    /// Rows that go as `VALUES`; each number of them is a text, and a plan, of its own.
    static let valuesRowsMax = 4
    private static let columnsExpected = 24

    private var columns: [RowColumn] = []
    package private(set) var count = 0

    package init() {}

    package var isEmpty: Bool { count == 0 }

    /// Every row of a set has the same columns; the first row decides which.
    package mutating func append<each Value: PostgresEncodable>(_ value: repeat each Value) {
        let isFirst = count == 0
        if isFirst { columns.reserveCapacity(Self.columnsExpected) }
        var index = 0
        func add<One: PostgresEncodable>(_ one: One) {
            if isFirst { columns.append(RowColumn(One.postgresType)) }
            columns[index].append(one)
            index += 1
        }
        repeat add(each value)
        precondition(index == columns.count, "rows of one set have the same columns")
        count += 1
    }

    /// Drops the rows behind the first ones.
    package mutating func cut(to rows: Int) {
        precondition(rows <= count, "a set is cut to rows that it has")
        count = rows
        if rows == 0 { columns = [] }
        for index in columns.indices { columns[index].cut(to: rows) }
    }

    /// `VALUES (…)` or `SELECT unnest(…), …`.
    package func relation() -> SQL { relation { _ in } }

    /// With `first` in front of each row: what every row has in common.
    package func relation(_ first: some PostgresEncodable) -> SQL {
        relation { sql in
            sql.appendInterpolation(first)
            sql.appendLiteral(", ")
        }
    }

    private func relation(addFirst: (inout SQL.StringInterpolation) -> Void) -> SQL {
        var sql = SQL.StringInterpolation(literalCapacity: 0, interpolationCount: columns.count + 1)
        if count > RowSet.valuesRowsMax {
            sql.appendLiteral("SELECT ")
            addFirst(&sql)
            for (index, column) in columns.enumerated() {
                sql.appendLiteral(index > 0 ? ", unnest(" : "unnest(")
                column.appendArray(to: &sql)
                sql.appendLiteral(")")
            }
        } else {
            var offsets = [Int](repeating: 0, count: columns.count)
            for row in 0..<count {
                sql.appendLiteral(row == 0 ? "VALUES (" : ", (")
                addFirst(&sql)
                for index in columns.indices {
                    if index > 0 { sql.appendLiteral(", ") }
                    columns[index].appendElement(at: &offsets[index], to: &sql)
                }
                sql.appendLiteral(")")
            }
        }
        if let refusal = columns.lazy.compactMap(\.refusal).first { sql.refuse(refusal) }
        return SQL(stringInterpolation: sql)
    }
}

/// One column's values, encoded as the elements of an array: the length in four bytes, then the value.
private struct RowColumn: Sendable {
    private static let lengthBytes = 4
    private static let null = Int32(-1)
    private static let bytesExpected = 48

    let type: PostgresType
    private var hasNull = false
    private var elements: [UInt8] = []
    private var count = 0
    /// The first value that cannot be sent.
    private var refused: (row: Int, because: PostgresError)?
    var refusal: PostgresError? { refused?.because }

    init(_ type: PostgresType) {
        self.type = type
        elements.reserveCapacity(RowColumn.bytesExpected)
    }

    mutating func append(_ value: some PostgresEncodable) {
        let start = elements.count
        count += 1
        elements.append(wire: RowColumn.null)
        do throws(PostgresError) {
            guard try value.encode(into: &elements) else {
                hasNull = true
                return
            }
            guard let length = Int32(exactly: elements.count - start - RowColumn.lengthBytes) else {
                throw .refused("a value is too large")
            }
            elements.withUnsafeMutableBytes { bytes in
                bytes.storeBytes(of: length.bigEndian, toByteOffset: start, as: Int32.self)
            }
        } catch {
            elements.removeSubrange((start + RowColumn.lengthBytes)...)
            refused = refused ?? (count - 1, error)
        }
    }

    /// That NULL was among the rest may stay said: the server looks for itself.
    mutating func cut(to rows: Int) {
        var end = 0
        for _ in 0..<rows { _ = element(at: &end) }
        elements.removeSubrange(end...)
        count = rows
        if let refused, refused.row >= rows { self.refused = nil }
    }

    /// The value that begins at `offset`, which is moved behind it; nil is NULL.
    private func element(at offset: inout Int) -> Range<Int>? {
        let start = offset + RowColumn.lengthBytes
        let length = elements.withUnsafeBytes { bytes in
            Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
        }
        offset = start + Int(max(0, length))
        return length == RowColumn.null ? nil : start..<offset
    }

    func appendElement(at offset: inout Int, to sql: inout SQL.StringInterpolation) {
        sql.append(encoded: element(at: &offset).map { elements[$0] }, type: type.oid)
    }

    func appendArray(to sql: inout SQL.StringInterpolation) {
        if type.arrayOID == 0 { sql.refuse(.refused("arrays of this type are not supported")) }
        if count > RowSet.rowsMax {
            sql.refuse(.refused("\(count) rows in one statement; at most \(RowSet.rowsMax)"))
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(elements.count + 20)
        bytes.append(wire: Int32(1))
        bytes.append(wire: Int32(hasNull ? 1 : 0))
        bytes.append(wire: type.oid)
        bytes.append(wire: Int32(clamping: count))
        bytes.append(wire: Int32(1))
        bytes += elements
        sql.append(encoded: bytes[...], type: type.arrayOID)
    }
}
