import BusinessTime
import Foundation
import Switchyard

/// Reports over HTTP, as JSON or CSV. The same function makes every form, so the numbers are the same everywhere.
enum ReportHandlers {
    static func serviceLevels(_ call: Call) async throws -> Reply {
        let period = try Period(call)
        let report = try await call.tenant { try ServiceLevelReport.make(from: period.from, to: period.to, in: $0) }
        return period.isCSV ? csv([report]) : .json(report.json)
    }

    static func allServiceLevels(_ call: Call) async throws -> Reply {
        let period = try Period(call)
        let reports = try await ofEveryTenant(call) {
            try ServiceLevelReport.make(from: period.from, to: period.to, in: $0)
        }
        return period.isCSV ? csv(reports) : .json(["items": .array(reports.map(\.json)), "next_cursor": .null])
    }

    /// One report a tenant that the caller may see: a loop of transactions, never one that sees two tenants.
    static func ofEveryTenant<Report: Sendable>(
        _ call: Call,
        _ make: @escaping @Sendable (TenantTransaction) throws -> Report
    ) async throws -> [Report] {
        var reports: [Report] = []
        for tenant in try await DirectoryHandlers.visibleTenants(call) {
            do {
                reports.append(try await call.server.database.transaction(tenant.id, call.context, make))
            } catch let error as DomainError where error.code == .notFound {
                continue  // suspended, or the grant went meanwhile
            } catch let error as DomainError where error == AttainmentReport.notBegun {
                continue  // its zone is behind the caller's
            }
        }
        return reports
    }

    static func surveyScores(_ call: Call) async throws -> Reply {
        let period = try Period(call)
        guard let grouping = SurveyScores.Grouping(rawValue: call.query["by"] ?? SurveyScores.Grouping.team.rawValue)
        else { throw RequestError.badParameter("by") }
        return try await call.tenant { tx in
            .json(try SurveyScores.make(from: period.from, to: period.to, by: grouping, in: tx).json)
        }
    }

    private static func csv(_ reports: [ServiceLevelReport]) -> Reply { .csv(ServiceLevelReport.csv(reports)) }

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
            isCSV = try call.wantsCSV()
        }
    }
}

extension Call {
    /// The form of a report: `?format=csv`, default JSON.
    func wantsCSV() throws -> Bool {
        switch query["format"] {
        case nil, "json": false
        case "csv": true
        default: throw RequestError.badParameter("format")
        }
    }
}

extension Reply {
    static func csv(_ text: String) -> Reply {
        Reply(status: 200, contentType: "text/csv; charset=utf-8", body: Array(text.utf8))
    }
}
