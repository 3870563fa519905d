/// People, what they may do and the team they serve on, as a table of a row each: a whole staff at once, and the same table
/// again changes nothing.
///
/// `email` tells people apart; a row without `role` is the person alone, one without `tenant` a role over the firm, and a
/// person with several roles has several rows. Lists are parted by semicolons, `team` is a name.
package struct PeopleFile: Sendable {
    package static let rowsMax = 1_000
    package static let columns = [
        "email", "name", "language", "tenant", "role", "level", "team", "skills", "languages", "clearances",
        "valid_until",
    ]
    private static let lists: Set<String> = ["skills", "languages", "clearances"]

    struct Line: Sendable {
        let number: Int
        let fields: JSON
    }

    let lines: [Line]

    /// - Throws: what is wrong with the table as such; pointers name the line and the column.
    package init(_ bytes: [UInt8]) throws {
        var records: [CSVReader.Record]
        do {
            records = try CSVReader.records(bytes, max: PeopleFile.rowsMax + 1)
        } catch {
            switch error {
            case .notUTF8: throw DomainError.field("", .badFormat)
            case .tooManyLines: throw DomainError.field("", .tooMany, ["max": "\(PeopleFile.rowsMax)"])
            case .quote(let line): throw DomainError.field("/\(line)", .badFormat)
            }
        }
        guard !records.isEmpty else { throw DomainError.field("", .required) }
        let header = records.removeFirst().cells
        for name in header where !PeopleFile.columns.contains(name) || header.count(where: { $0 == name }) > 1 {
            throw DomainError.field("/1/\(name.prefix(40))", .unknownField)
        }
        for name in ["email", "name"] where !header.contains(name) { throw DomainError.field("/1/\(name)", .required) }
        lines = try records.map { line, cells in
            guard cells.count == header.count else { throw DomainError.field("/\(line)", .badFormat) }
            return Line(number: line, fields: PeopleFile.fields(zip(header, cells)))
        }
    }

    /// One row, whose faults are told of line 0.
    init(row: JSON) { lines = [Line(number: 0, fields: row)] }

    /// Empty cells are no fields.
    private static func fields(_ cells: Zip2Sequence<[String], [String]>) -> JSON {
        var fields: JSONObject = [:]
        for (name, cell) in cells where !cell.isEmpty {
            fields[name] =
                lists.contains(name) ? .array(cell.split(separator: ";").map { .string(String($0)) }) : .string(cell)
        }
        return .object(fields)
    }

    static let schema: Schema = .object([
        .required("email", .format(.email)), .required("name", .text(1...200)),
        .optional("language", .format(.language)),
        .optional("tenant", .format(.slug)), .optional("role", .oneOf(Role.self)),
        .optional("level", .oneOf(["L1", "L2", "L3", "L4"])), .optional("team", .text(1...100)),
        .optional("skills", .list(of: .text(1...60), max: AccessGrant.wordsMax)),
        .optional("languages", .list(of: .format(.language), max: AccessGrant.wordsMax)),
        .optional("clearances", .list(of: .text(1...60), max: AccessGrant.wordsMax)),
        .optional("valid_until", .format(.instant)),
    ])
}

/// What became, or would become, of each row.
package struct PeopleFileReport: Sendable {
    package enum Outcome: String, CaseIterable, Sendable {
        case added
        case changed
        case unchanged
        case refused
    }

    package struct Row: Sendable {
        package let line: Int
        package let outcome: Outcome
        package let faults: [FieldError]
    }

    package let rows: [Row]

    package func count(_ outcome: Outcome) -> Int { rows.count { $0.outcome == outcome } }
}
