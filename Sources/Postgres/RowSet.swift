/// Rows of one shape that travel together.
///
/// `\(rows)` is what a statement takes them from. Many rows are `unnest` of one array a column, so that the statement's
/// text, its plan and the number of bound values are the same for ten rows and for a thousand. The arrays are taken apart
/// in the select list: in FROM the server would keep each column's values once more before it joins them, which is three
/// times the work. A few rows are `VALUES`, which the server runs for a quarter less; nearly every set is one of those, so
/// values are kept as they travel then: row after row, in one buffer.
package struct RowSet: Sendable {
    package static let rowsMax = 50_000
    /// Rows that go as `VALUES`; each number of them is a text, and a plan, of its own.
    static let valuesRowsMax = 4
    private static let columnsExpected = 24
    /// What every row has in common is an id, as a rule.
    private static let firstBytesExpected = 16

    /// Types of the columns.
    private var types: [PostgresType] = []
    private var values = BoundValues()
    /// The row with the first value that cannot be sent.
    private var refusedRow: Int?
    package private(set) var count = 0

    package init() {}

    package var isEmpty: Bool { count == 0 }

    /// Every row of a set has the same columns; the first row decides which.
    package mutating func append<each Value: PostgresEncodable>(_ value: repeat each Value) {
        if count == 0 {
            types.reserveCapacity(Self.columnsExpected)
            values.reserveCapacity(Self.columnsExpected)
        }
        repeat add(each value)
        if refusedRow == nil, values.refusal != nil { refusedRow = count }
        count += 1
        precondition(values.count == count * types.count, "rows of one set have the same columns")
    }

    private mutating func add<Value: PostgresEncodable>(_ value: Value) {
        if count == 0 { types.append(Value.postgresType) }
        values.append(value)
    }

    /// Drops the rows behind the first ones.
    package mutating func cut(to rows: Int) {
        precondition(rows <= count, "a set is cut to rows that it has")
        guard rows > 0 else { return self = RowSet() }
        values.cut(to: rows * types.count)
        if let row = refusedRow, row >= rows {
            values.forgetRefusal()
            refusedRow = nil
        }
        count = rows
    }

    fileprivate func write(to sql: inout SQL.StringInterpolation, addFirst: (inout SQL.StringInterpolation) -> Void) {
        guard count > 0 else { return }
        if count > Self.valuesRowsMax {
            writeArrays(to: &sql, addFirst: addFirst)
        } else {
            writeRows(to: &sql, addFirst: addFirst)
        }
        if let refusal = values.refusal { sql.refuse(refusal) }
    }

    private func writeRows(to sql: inout SQL.StringInterpolation, addFirst: (inout SQL.StringInterpolation) -> Void) {
        sql.reserve(values: values.count + count, bytes: values.bytes.count + count * Self.firstBytesExpected)
        var start = 0
        for row in 0..<count {
            sql.appendLiteral(row == 0 ? "VALUES (" : "), (")
            addFirst(&sql)
            let places = row * types.count..<(row + 1) * types.count
            let end = start + values.byteCount(of: places)
            sql.append(values, places, bytes: start..<end)
            start = end
        }
        sql.appendLiteral(")")
    }

    private func writeArrays(to sql: inout SQL.StringInterpolation, addFirst: (inout SQL.StringInterpolation) -> Void) {
        if count > Self.rowsMax { sql.refuse(.refused("\(count) rows in one statement; at most \(Self.rowsMax)")) }
        sql.appendLiteral("SELECT ")
        addFirst(&sql)
        for (index, elements) in columns().enumerated() {
            let type = types[index]
            if type.arrayOID == 0 { sql.refuse(.refused("arrays of this type are not supported")) }
            sql.appendLiteral(index > 0 ? ", unnest(" : "unnest(")
            sql.append(encoded: array(of: elements, type), type: type.arrayOID)
            sql.appendLiteral(")")
        }
    }

    /// Of each column its values as the elements of an array: the length in four bytes, then the value.
    private func columns() -> [[UInt8]] {
        var columns = [[UInt8]](repeating: [], count: types.count)
        var start = 0
        for (place, length) in values.lengths.enumerated() {
            let end = start + Int(max(length, 0))
            columns[place % types.count].append(wire: length)
            columns[place % types.count] += values.bytes[start..<end]
            start = end
        }
        return columns
    }

    private func array(of elements: [UInt8], _ type: PostgresType) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(elements.count + 20)
        bytes.append(wire: Int32(1))
        // Whether there may be NULL among them: the server looks for itself.
        bytes.append(wire: Int32(1))
        bytes.append(wire: type.oid)
        bytes.append(wire: Int32(clamping: count))
        bytes.append(wire: Int32(1))
        bytes += elements
        return bytes
    }
}

extension SQL.StringInterpolation {
    /// `VALUES (…)` or `SELECT unnest(…), …`.
    package mutating func appendInterpolation(_ rows: RowSet) { rows.write(to: &self) { _ in } }

    /// With `first` in front of each row: what every row has in common.
    package mutating func appendInterpolation(_ rows: RowSet, of first: some PostgresEncodable) {
        rows.write(to: &self) { sql in
            sql.appendValue(first)
            sql.appendLiteral(", ")
        }
    }
}
