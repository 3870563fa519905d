import ArgumentParser
import BusinessTime
import Foundation
import Postgres
import Switchyard

enum ReportForm: String, CaseIterable, ExpressibleByArgument {
    case json, csv
}

/// The same report as over HTTP, for one tenant or for all.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "How it went: cases, answers, service levels, escalations, surveys.",
        discussion:
            "Dates are days of each tenant's own zone. Uses SWITCHYARD_API_DATABASE_URL and SWITCHYARD_MASTER_KEY_FILE."
    )

    @Option(help: "First day, YYYY-MM-DD.")
    var from: String

    @Option(help: "Day after the last, YYYY-MM-DD.")
    var to: String

    @Option(help: "Slug or id of one tenant; default all.")
    var tenant: String?

    @Option(help: "json (one line a tenant) or csv.")
    var format = ReportForm.json

    func run() throws {
        guard let from = CivilDate(iso8601: from), let to = CivilDate(iso8601: to), from < to else {
            throw ValidationError("Give two dates YYYY-MM-DD, the first before the second.")
        }
        let plane = try ControlPlane.open(.api)
        defer { plane.connection.close() }
        let reports = try plane.ofTenants(tenant) { try ServiceLevelReport.make(from: from, to: to, in: $0) }
        switch format {
        case .json: for report in reports { print(report.json.serialized()) }
        case .csv: print(ServiceLevelReport.csv(reports), terminator: "")
        }
    }
}

extension ControlPlane {
    /// One report of the tenant named, by slug or id, or of every active one.
    func ofTenants<Report>(_ name: String?, _ make: (TenantTransaction) throws -> Report) throws -> [Report] {
        try tenants(name).map { try transaction($0, make) }
    }

    /// The tenant named, or every active one.
    func tenants(_ name: String?) throws -> [UUID] { try name.map { [try tenant($0)] } ?? activeTenants() }

    func transaction<Value>(_ tenant: UUID, _ work: (TenantTransaction) throws -> Value) throws -> Value {
        try TenantTransaction.run(
            tenant: tenant,
            request: request(.operatorAdmin),
            deployment: deployment,
            on: connection,
            work
        )
    }

    private func activeTenants() throws -> [UUID] {
        let all = try Tenant.every { after in
            try DirectoryTransaction.run(request: request(.operatorAdmin), deployment: deployment, on: connection) {
                try Tenant.page(after: after, in: $0)
            }
        }
        return all.filter { $0.status == .active }.map(\.id)
    }

    /// A tenant by slug or id.
    func tenant(_ name: String) throws -> UUID {
        let found = try DirectoryTransaction.run(
            request: request(.operatorAdmin),
            deployment: deployment,
            on: connection
        ) { try Tenant.find(name, in: $0) }
        guard let found else { throw ValidationError("there is no tenant \(name)") }
        return found
    }
}
