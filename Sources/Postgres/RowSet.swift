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

    private var columns: [RowColumn] = []
    package private(set) var count = 0

    package init() {}

    package var isEmpty: Bool { count == 0 }

    /// Every row of a set has the same columns; the first row decides which.
    package mutating func append<each Value: PostgresEncodable>(_ value: repeat each Value) {
        let isFirst = count == 0
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
                sql.append(column.array())
                sql.appendLiteral(")")
            }
        } else {
            var offsets = [Int](repeating: 0, count: columns.count)
            for row in 0..<count {
                sql.appendLiteral(row == 0 ? "VALUES (" : ", (")
                addFirst(&sql)
                for (index, column) in columns.enumerated() {
                    if index > 0 { sql.appendLiteral(", ") }
                    sql.append(column.element(at: &offsets[index]))
                }
                sql.appendLiteral(")")
            }
        }
        return SQL(stringInterpolation: sql)
    }
}

/// One column's values, encoded as the elements of an array: the length in four bytes, then the value.
private struct RowColumn: Sendable {
    private static let lengthBytes = 4
    private static let null = Int32(-1)

    let type: PostgresType
    private var hasNull = false
    private var elements: [UInt8] = []
    private var count = 0
    /// The first value that cannot be sent.
    private var refused: (row: Int, because: PostgresError)?
    private var refusal: PostgresError? { refused?.because }

    init(_ type: PostgresType) { self.type = type }

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
            withUnsafeBytes(of: length.bigEndian) { bytes in
                elements.replaceSubrange(start..<start + RowColumn.lengthBytes, with: bytes)
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

    /// The value that begins at `offset`, which is moved behind it.
    func element(at offset: inout Int) -> EncodedValue {
        let start = offset + RowColumn.lengthBytes
        let length = elements[offset..<start].reduce(Int32(0)) { $0 << 8 | Int32($1) }
        offset = start + Int(max(0, length))
        let bytes = length == RowColumn.null ? nil : elements[start..<offset]
        return EncodedValue(type: type.oid, bytes: bytes, refusal: refusal)
    }

    func array() -> EncodedValue {
        var refusal = refusal
        if type.arrayOID == 0 { refusal = .refused("arrays of this type are not supported") }
        if count > RowSet.rowsMax { refusal = .refused("\(count) rows in one statement; at most \(RowSet.rowsMax)") }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(elements.count + 20)
        bytes.append(wire: Int32(1))
        bytes.append(wire: Int32(hasNull ? 1 : 0))
        bytes.append(wire: type.oid)
        bytes.append(wire: Int32(clamping: count))
        bytes.append(wire: Int32(1))
        bytes += elements
        return EncodedValue(type: type.arrayOID, bytes: bytes[...], refusal: refusal)
    }
}
