import ArgumentParser
import Foundation
import Postgres
import Switchyard

/// History from a file, or the way back.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Brings a client's past cases in; sends nothing.",
        usage: """
            switchyardctl import FILE [--create-tenants] [--calendar JSON]
                                             [--policy JSON]
                   switchyardctl import --tenant TENANT --batches
                   switchyardctl import --tenant TENANT --undo BATCH
            """,
        discussion: """
            FILE is newline-delimited JSON, UTF-8, one tenant or one case a line:

              {"kind":"tenant","tenant":"nordhafen","name":"Nordhafen",
               "zone":"Europe/Berlin","language":"de"}
              {"kind":"case","tenant":"nordhafen","id":"C-1",
               "customer":{"id":"42"},"subject":"…","text":"…",
               "language":"de","channel":"email",
               "occurred_at":"2024-05-01T10:00:00Z",
               "messages":[{"from":"client","text":"…",
                            "occurred_at":"2024-05-01T11:30:00Z"}],
               "resolved_at":"2024-05-02T09:00:00Z"}

            (each on one line). kind, tenant, id, customer.id, text and occurred_at are required of a case. Times are \
            RFC 3339 or a bare date for 00:00 UTC. from is customer, client or agent. A reply older than its case is \
            kept, marked and counted as excluded. resolved_at only where it is known. customer, subject, channel, tier \
            and attributes are those of a live request; texts are cleaned of secrets like everything that comes in.

            A killed import goes on where it was when it is started again with the same file; the same file twice \
            changes nothing. Bad lines are told by number and left out; the exit status is then 2. Progress goes to \
            standard error, the counts to standard output as one line of JSON.

            Uses SWITCHYARD_API_DATABASE_URL and SWITCHYARD_MASTER_KEY_FILE.
            """
    )

    /// Bad lines that are told one by one.
    private static let badLinesShownMax: Int64 = 1_000

    @Argument(help: "The history file.", completion: .file())
    var file: String?

    @Option(help: "Calendar for tenants of the file that have none, as JSON (spec: tz, weekly, holidays …).")
    var calendar: String?

    @Option(help: "Service-level policy for tenants of the file that have none, as JSON.")
    var policy: String?

    @Flag(help: "Make the tenants that the file introduces and that are not here.")
    var createTenants = false

    @Option(help: "Tenant of --batches and --undo.")
    var tenant: String?

    @Flag(help: "List the tenant's import batches.")
    var batches = false

    @Option(help: "Take this batch of the tenant back.")
    var undo: String?

    func validate() throws {
        let looksBack = batches || undo != nil
        guard looksBack != (file != nil) else { throw ValidationError("Give a FILE, or --batches or --undo.") }
        guard !looksBack || tenant != nil else { throw ValidationError("Say whose batch it is with --tenant.") }
        if let undo, UUID(uuidString: undo) == nil { throw ValidationError("\(undo) is no batch id.") }
    }

    func run() throws {
        let plane = try ControlPlane.open(.api)
        defer { plane.connection.close() }
        do {
            if let file {
                try importFile(file, plane)
            } else if let tenant {
                let id = try plane.tenant(tenant)
                if let batch = undo.flatMap(UUID.init(uuidString:)) {
                    try takeBack(batch, of: id, plane)
                } else {
                    try list(id, plane)
                }
            }
        } catch let refusal as ImportRefusal {
            throw ValidationError(refusal.description)
        }
    }

    private func importFile(_ path: String, _ plane: ControlPlane) throws {
        let options = try HistoryImport.Options(
            calendar: calendar.map { try JSONParser.parse($0) },
            policy: policy.map { try JSONParser.parse($0) },
            createsTenants: createTenants
        )
        let progress = ImportProgress(badLinesShownMax: Self.badLinesShownMax)
        let counts = try HistoryImport.run(
            try HistoryFile(path: path),
            options: options,
            deployment: plane.deployment,
            on: plane.connection,
            tell: progress.take
        )
        progress.end()
        print(counts.json.serialized())
        if counts.bad > 0 { throw ExitCode(2) }
    }

    private func takeBack(_ batch: UUID, of tenant: UUID, _ plane: ControlPlane) throws {
        let undone = try HistoryImport.undo(batch, tenant: tenant, deployment: plane.deployment, on: plane.connection)
        let answer: JSON = [
            "cases": undone.cases.json, "customers": undone.customers.json, "kept": undone.kept.json,
        ]
        print(answer.serialized())
    }

    private func list(_ tenant: UUID, _ plane: ControlPlane) throws {
        let batches = try TenantTransaction.run(
            tenant: tenant,
            request: plane.request(.operatorAdmin),
            deployment: plane.deployment,
            on: plane.connection
        ) { try HistoryImport.batches(in: $0) }
        for batch in batches { print(batch.json.serialized()) }
    }
}

/// Words on standard error, at most one line a second, and every bad line.
private final class ImportProgress {
    private let badLinesShownMax: Int64
    private var badLines: Int64 = 0
    private var lastTold = ContinuousClock.now
    private var last: (counts: HistoryImport.Counts, bytesTotal: Int64)?

    init(badLinesShownMax: Int64) { self.badLinesShownMax = badLinesShownMax }

    func take(_ note: HistoryImport.Note) {
        switch note {
        case .badLine(let number, let why):
            badLines += 1
            if badLines <= badLinesShownMax { say("line \(number): \(why)") }
        case .progress(let counts, let bytesTotal):
            last = (counts, bytesTotal)
            guard ContinuousClock.now - lastTold >= .seconds(1) else { return }
            lastTold = .now
            tell(counts, bytesTotal)
        }
    }

    func end() {
        if badLines > badLinesShownMax { say("and \(badLines - badLinesShownMax) more bad lines") }
        if let last { tell(last.counts, last.bytesTotal) }
    }

    private func tell(_ counts: HistoryImport.Counts, _ bytesTotal: Int64) {
        let percent = bytesTotal == 0 ? 100 : counts.bytesRead * 100 / bytesTotal
        say("\(percent) % read, \(counts.cases) cases taken in, \(counts.known) known, \(counts.bad) bad lines")
    }

    private func say(_ words: String) { FileHandle.standardError.write(Data("import: \(words)\n".utf8)) }
}

extension HistoryImport.Counts {
    fileprivate var json: JSON {
        [
            "lines": lines.json, "cases": cases.json, "messages": messages.json, "known": known.json,
            "tenants": tenants.json, "bad": bad.json,
        ]
    }
}

extension HistoryImport.BatchSummary {
    fileprivate var json: JSON {
        [
            "id": id.json, "cases": cases.json, "messages": messages.json, "lines_done": linesDone.json,
            "finished": isFinished.json, "undone": isUndone.json,
        ]
    }
}
