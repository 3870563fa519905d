import ArgumentParser
import BusinessTime
import Postgres
import Switchyard

/// The same report as over HTTP, for one tenant or for all.
struct AttainmentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attainment",
        abstract: "How the contract was kept in a month: promises, shares, verdicts.",
        discussion:
            "A month is one of each tenant's own zone. Uses SWITCHYARD_API_DATABASE_URL and SWITCHYARD_MASTER_KEY_FILE."
    )

    @Option(help: "YYYY-MM.")
    var month: String

    @Option(help: "Slug or id of one tenant; default all.")
    var tenant: String?

    @Option(help: "json (one line a tenant) or csv (one line a promise).")
    var format = ReportForm.json

    func run() throws {
        guard let month = CivilMonth(iso8601: month) else { throw ValidationError("Give a month YYYY-MM.") }
        let plane = try ControlPlane.open(.api)
        defer { plane.connection.close() }
        let reports = try plane.ofTenants(tenant) { try AttainmentReport.make(month, in: $0) }
        switch format {
        case .json: for report in reports { print(report.json.serialized()) }
        case .csv: print(AttainmentReport.csv(reports), terminator: "")
        }
    }
}
