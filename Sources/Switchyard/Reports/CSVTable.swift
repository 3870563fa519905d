/// Comma-separated text by RFC 4180: UTF-8, CRLF, quotes where needed. A cell that a spreadsheet would run as a formula
/// gets an apostrophe in front (`spec/surveys-reports.md G9`).
package struct CSVTable: Sendable {
    /// Stable ids; a report never renames a column.
    package let columns: [String]
    package private(set) var rows: [[String]] = []

    package init(columns: [String]) { self.columns = columns }

    package mutating func add(_ cells: [String]) { rows.append(cells) }

    package var text: String {
        ([columns] + rows).map { $0.map(CSVTable.cell).joined(separator: ",") + "\r\n" }.joined()
    }

    static func cell(_ value: String) -> String {
        let guarded = startsFormula(value) ? "'" + value : value
        let needsQuotes = guarded.unicodeScalars.contains { [",", "\"", "\r", "\n"].contains($0) }
        return needsQuotes ? "\"" + guarded.replacing("\"", with: "\"\"") + "\"" : guarded
    }

    private static func startsFormula(_ value: String) -> Bool {
        guard let first = value.unicodeScalars.first else { return false }
        return ["=", "+", "-", "@", "\t", "\r"].contains(first)
    }
}
