import ArgumentParser
import BusinessTime
import Foundation
import Postgres
import Switchyard

/// Derives clocks anew from the logs and compares them with the rows (`spec/sla.md` S1, Replay).
struct RebuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Compares clocks with the logs they come from; repairs them if told to.",
        discussion: """
            Prints one JSON line for each case that differs and one with the counts. Ends with 1 when something differs \
            and was not repaired, or could not be read. Reads only, unless --repair is given.
            Uses SWITCHYARD_API_DATABASE_URL and SWITCHYARD_MASTER_KEY_FILE.
            """
    )

    @Option(help: "Slug or id of the tenant.")
    var tenant: String

    @Option(help: "Only cases whose customers asked in this month of the tenant's zone, YYYY-MM.")
    var month: String?

    @Option(help: "Only this case, by its id.")
    var ticket: String?

    @Flag(help: "Write the rows anew where they differ; the case's log tells of it.")
    var repair = false

    func validate() throws {
        if let month, CivilMonth(iso8601: month) == nil { throw ValidationError("Give a month YYYY-MM.") }
        if let ticket, UUID(uuidString: ticket) == nil { throw ValidationError("\(ticket) is no case's id.") }
        if month != nil, ticket != nil { throw ValidationError("Give a month or a ticket.") }
    }

    func run() throws {
        let plane = try ControlPlane.open(.api)
        defer { plane.connection.close() }
        let id = try plane.tenant(tenant)
        let counts = try ticket.flatMap(UUID.init(uuidString:)).map { try one($0, of: id, plane) } ?? all(of: id, plane)
        print(counts.json.serialized())
        if counts.different > counts.repaired || counts.unreadable > 0 { throw ExitCode(1) }
    }

    private func one(_ ticket: UUID, of tenant: UUID, _ plane: ControlPlane) throws -> ClockRebuild.Counts {
        let page = try plane.inTenant(tenant) { try ClockRebuild.check([ticket], repairs: repair, in: $0) }
        show(page)
        return page.counts
    }

    /// Pages end because each begins behind the one before.
    private func all(of tenant: UUID, _ plane: ControlPlane) throws -> ClockRebuild.Counts {
        var counts = ClockRebuild.Counts()
        var after: UUID?
        repeat {
            let page = try plane.inTenant(tenant) { tx in
                try ClockRebuild.page(scope(in: tx), after: after, repairs: repair, in: tx)
            }
            show(page)
            counts += page.counts
            after = page.next
        } while after != nil
        return counts
    }

    private func scope(in tx: TenantTransaction) throws -> ClockRebuild.Scope {
        guard let month = month.flatMap(CivilMonth.init(iso8601:)) else { return ClockRebuild.Scope() }
        return ClockRebuild.Scope(asked: try DayBoundaries(zone: tx.settings().zone).range(of: month))
    }

    private func show(_ page: ClockRebuild.Page) {
        for replay in page.different { print(replay.json.serialized()) }
    }
}

extension ControlPlane {
    fileprivate func inTenant<Value>(_ tenant: UUID, _ body: (TenantTransaction) throws -> Value) throws -> Value {
        try TenantTransaction.run(
            tenant: tenant,
            request: request(.operatorAdmin),
            deployment: deployment,
            on: connection,
            body
        )
    }
}
