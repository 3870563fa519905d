extension SQL {
    /// Inserts that travel as one statement.
    package static let insertsMax = 16
    /// What stands in front of each of those in WITH, by its place.
    private static let openings = (1..<insertsMax).map { $0 == 1 ? "WITH i1 AS (" : "), i\($0) AS (" }

    /// Inserts as one statement: the server begins and ends it once, which is most of what a row costs it.
    ///
    /// It runs the main statement first, then what stands in WITH from the last to the first, so they stand here the other
    /// way round. References between the rows are looked at when all of them are there.
    static func inserts(_ first: SQL, _ others: [SQL]) -> SQL {
        let pieces = others.reduce(first.pieces.count) { $0 + $1.pieces.count }
        let bytes = others.reduce(first.values.bytes.count) { $0 + $1.values.bytes.count }
        let binds = others.reduce(first.bindCount) { $0 + $1.bindCount }
        var sql = StringInterpolation(literalCapacity: 0, interpolationCount: (pieces + others.count) / 2 + 1)
        sql.reserve(values: binds, bytes: bytes)
        for (opening, insert) in zip(openings, others.reversed()) {
            sql.appendLiteral(opening)
            sql.appendInterpolation(insert)
        }
        if !others.isEmpty { sql.appendLiteral(") ") }
        sql.appendInterpolation(first)
        return SQL(stringInterpolation: sql)
    }
}
