import ArgumentParser
import BusinessTime
import Foundation
import Postgres
import Switchyard

/// The difference a draft would have made, page by page, so that any number of cases fits into memory.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "What policies or a calendar would have changed in past cases; writes nothing.",
        discussion: """
            Prints one line of JSON a tenant with the clocks of every metric by verdict, before and after, and with \
            --cases one line for each case of which a verdict changes. Uses SWITCHYARD_API_DATABASE_URL and \
            SWITCHYARD_MASTER_KEY_FILE.
            """
    )

    @Option(help: "Slug or id of one tenant; default all.")
    var tenant: String?

    @Option(help: "Policies as JSON, in force all along.")
    var policy: String?

    @Option(help: "A calendar as JSON, in force all along.")
    var calendar: String?

    @Option(help: "Which calendar.")
    var line = TenantCalendar.nameDefault

    @Option(help: "Cases whose customer asked from this instant on.")
    var from: String?

    @Option(help: "And before this instant.")
    var to: String?

    @Flag(help: "Print the cases, too.")
    var cases = false

    func validate() throws {
        guard (policy == nil) != (calendar == nil) else { throw ValidationError("Give --policy or --calendar.") }
    }

    func run() throws {
        let request = try refusalsTold { try SimulationRequest(body()) }
        let plane = try ControlPlane.open(.api)
        defer { plane.connection.close() }
        for id in try plane.tenants(tenant) {
            try refusalsTold { try simulate(request, tenant: id, plane) }
        }
    }

    private func body() throws -> JSON {
        [
            "policy": try policy.map { try JSONParser.parse($0) },
            "calendar": try calendar.map { try JSONParser.parse($0) },
            "line": .string(line), "from": from?.json, "to": to?.json,
        ]
    }

    private func simulate(_ request: SimulationRequest, tenant: UUID, _ plane: ControlPlane) throws {
        var sums: [SLAMetric: SimulationSum] = [:]
        var looked = 0
        var unreadable = 0
        var query = Simulation.Query()
        query.range = request.range
        repeat {
            let page = try plane.transaction(tenant) { try Simulation.page(request.draft(in: $0), query, in: $0) }
            if cases { for one in page.cases { print(one.json(tenant).serialized()) } }
            for (metric, sum) in page.sums { sums[metric, default: SimulationSum()].add(sum) }
            looked += page.casesSeen
            unreadable += page.casesFailed
            query.after = page.next
        } while query.after != nil
        let answer: JSON = [
            "tenant_id": tenant.json, "looked_at": looked.json, "unreadable": unreadable.json,
            "sums": Simulation.json(sums),
        ]
        print(answer.serialized())
    }
}

extension Simulation.Case {
    fileprivate func json(_ tenant: UUID) -> JSON {
        guard case .object(var members) = json else { return json }
        members["tenant_id"] = tenant.json
        return .object(members)
    }
}
