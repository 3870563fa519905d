import ArgumentParser
import BusinessTime
import Foundation
import Postgres
import Switchyard

/// The same report as over HTTP, for one tenant or for all.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "How it went: cases, answers, service levels, escalations, surveys.",
        discussion:
            "Dates are days of each tenant's own zone. Uses SWITCHYARD_API_DATABASE_URL and SWITCHYARD_MASTER_KEY_FILE."
    )

    enum Form: String, CaseIterable, ExpressibleByArgument {
        case json, csv
    }

    @Option(help: "First day, YYYY-MM-DD.")
    var from: String

    @Option(help: "Day after the last, YYYY-MM-DD.")
    var to: String

    @Option(help: "Slug or id of one tenant; default all.")
    var tenant: String?

    @Option(help: "json (one line a tenant) or csv.")
    var format = Form.json

    func run() throws {
        guard let from = CivilDate(iso8601: from), let to = CivilDate(iso8601: to), from < to else {
            throw ValidationError("Give two dates YYYY-MM-DD, the first before the second.")
        }
        let plane = try ControlPlane.open(.api)
        defer { plane.connection.close() }
        let reports = try tenants(plane).map { id in
            try TenantTransaction.run(
                tenant: id,
                request: plane.request(.operatorAdmin),
                deployment: plane.deployment,
                on: plane.connection
            ) { try ServiceLevelReport.make(from: from, to: to, in: $0) }
        }
        switch format {
        case .json: for report in reports { print(report.json.serialized()) }
        case .csv: print(ServiceLevelReport.csv(reports), terminator: "")
        }
    }

    private func tenants(_ plane: ControlPlane) throws -> [UUID] {
        if let tenant { return [try plane.tenant(tenant)] }
        return try DirectoryTransaction.run(
            request: plane.request(.operatorAdmin),
            deployment: plane.deployment,
            on: plane.connection
        ) { try Tenant.all(in: $0).filter { $0.status == "active" }.map(\.id) }
    }
}

extension ControlPlane {
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
