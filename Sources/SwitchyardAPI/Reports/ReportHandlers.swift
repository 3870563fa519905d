import BusinessTime
import Foundation
import Switchyard

/// Reports over HTTP, as JSON or CSV. The same function makes every form, so the numbers are the same everywhere.
enum ReportHandlers {
    private static let csvType = "text/csv; charset=utf-8"

    static func serviceLevels(_ call: Call) async throws -> Reply {
        let period = try Period(call)
        let report = try await call.tenant { try ServiceLevelReport.make(from: period.from, to: period.to, in: $0) }
        return period.isCSV ? csv([report]) : .json(report.json)
    }

    /// One report a tenant that the caller may see: a loop of transactions, never one that sees two tenants.
    static func allServiceLevels(_ call: Call) async throws -> Reply {
        let period = try Period(call)
        var reports: [ServiceLevelReport] = []
        for tenant in try await DirectoryHandlers.visibleTenants(call) {
            do {
                reports.append(
                    try await call.server.database.transaction(tenant.id, call.context) {
                        try ServiceLevelReport.make(from: period.from, to: period.to, in: $0)
                    }
                )
            } catch let error as DomainError where error.code == .notFound {
                continue  // suspended, or the grant went meanwhile
            }
        }
        return period.isCSV ? csv(reports) : .json(["items": .array(reports.map(\.json)), "next_cursor": .null])
    }

    private static func csv(_ reports: [ServiceLevelReport]) -> Reply {
        Reply(status: 200, contentType: csvType, body: Array(ServiceLevelReport.csv(reports).utf8))
    }

    /// From inclusive, to exclusive, both days of the tenant's zone.
    private struct Period: Sendable {
        let from: CivilDate
        let to: CivilDate
        let isCSV: Bool

        init(_ call: Call) throws {
            guard let from = CivilDate(iso8601: call.query["from"] ?? "") else {
                throw RequestError.badParameter("from")
            }
            guard let to = CivilDate(iso8601: call.query["to"] ?? ""), to > from,
                to.dayNumber - from.dayNumber <= ServiceLevelReport.daysMax
            else { throw RequestError.badParameter("to") }
            self.from = from
            self.to = to
            switch call.query["format"] {
            case nil, "json": isCSV = false
            case "csv": isCSV = true
            default: throw RequestError.badParameter("format")
            }
        }
    }
}
