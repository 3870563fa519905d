import Foundation
import Switchyard

/// A whole staff from a table.
enum PeopleFileHandlers {
    static func take(_ call: Call) async throws -> Reply {
        let request = call.request
        let isRehearsal = try call.flag("dry_run")
        let key = isRehearsal ? nil : try await call.idempotencyKey()
        let answer = try await call.directory { tx in
            let type = request.headers["content-type"]?.split(separator: ";").first.map { $0.lowercased() }
            guard type == "text/csv" else { throw RequestError.notCSV }
            return try tx.once(key) {
                let file = try PeopleFile(request.body)
                let report = isRehearsal ? try file.rehearse(in: tx) : try file.apply(in: tx)
                return Answer(status: 200, body: view(report, isApplied: !isRehearsal, in: request.language))
            }
        }
        return Reply(answer)
    }

    private static func view(_ report: PeopleFileReport, isApplied: Bool, in language: ProblemLanguage) -> JSON {
        var counts: JSONObject = [:]
        for outcome in PeopleFileReport.Outcome.allCases { counts[outcome.rawValue] = report.count(outcome).json }
        let rows = report.rows.map { row -> JSON in
            [
                "line": row.line.json, "outcome": .string(row.outcome.rawValue),
                "errors": .array(row.faults.map { Problem.json($0, in: language) }),
            ]
        }
        return ["applied": isApplied.json, "counts": .object(counts), "rows": .array(rows)]
    }
}
