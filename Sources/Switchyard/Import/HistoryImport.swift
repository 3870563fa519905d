import BusinessTime
import Foundation
package import Postgres

/// Brings a client's past into the house: cases, messages, clocks and verdicts at their own instants, and nothing else. No
/// delivery, job, timer, survey or ladder step comes of it.
///
/// The file is streamed. Each tenant's lines go in batches, each batch in one transaction together with the number of its
/// last line (`import_batch.lines_done`), so that an import that was killed goes on exactly behind what is committed. Lines
/// that cannot be read are told by number and left out; all others are taken.
package struct HistoryImport {
    /// Lines of one tenant in one transaction.
    package static let batchLinesMax = 200
    /// Bytes of lines that wait for their batch, over all tenants.
    package static let waitingBytesMax = 32 * 1_048_576
    /// Roll-ups after the last line, each of `RollUp.daysMax` days at most.
    static let rollUpsMax = 100_000

    package struct Options: Sendable {
        /// Published for every tenant of the file that has none.
        package var calendar: JSON?
        package var policy: JSON?
        /// Tenants that the file introduces and that are not here are made.
        package var createsTenants: Bool

        package init(calendar: JSON? = nil, policy: JSON? = nil, createsTenants: Bool = false) {
            self.calendar = calendar
            self.policy = policy
            self.createsTenants = createsTenants
        }
    }

    package struct Counts: Sendable, Hashable {
        package var lines: Int64 = 0
        /// Taken in by this run.
        package var cases: Int64 = 0
        package var messages: Int64 = 0
        /// Not taken again: done by an earlier run of this file, or known by their id.
        package var known: Int64 = 0
        package var tenants: Int64 = 0
        package var bad: Int64 = 0
        package var bytesRead: Int64 = 0
    }

    /// What the caller is told on the way.
    package enum Note: Sendable {
        case progress(Counts, bytesTotal: Int64)
        case badLine(number: Int64, why: String)
    }

    let options: Options
    let deployment: Deployment
    let connection: Connection
    let request: RequestContext
    let tell: (Note) -> Void
    var counts = Counts()
    var tenants: [String: TenantLines] = [:]
    private var waitingBytes: Int { tenants.values.reduce(0) { $0 + $1.waitingBytes } }

    /// Lines of one tenant on their way into the database.
    struct TenantLines {
        let id: UUID
        let batch: UUID
        let linesDone: Int64
        var waiting: [(number: Int64, line: HistoryCase)] = []
        var waitingBytes = 0
    }

    package static func run(
        _ file: HistoryFile,
        options: Options,
        deployment: Deployment,
        on connection: Connection,
        tell: @escaping (Note) -> Void
    ) throws -> Counts {
        var work = HistoryImport(
            options: options,
            deployment: deployment,
            connection: connection,
            request: importer(),
            tell: tell
        )
        let now = try work.databaseTime()
        try file.forEachLine { line, bytesRead in
            work.counts.bytesRead = bytesRead
            try work.take(line, of: file, now: now)
        }
        try work.finish(file)
        return work.counts
    }

    static func importer() -> RequestContext {
        RequestContext(actor: Actor(kind: .importer), requestID: UUID())
    }

    private func databaseTime() throws -> Instant {
        if let clock = deployment.clock { return clock.now }
        guard let row = try connection.query("SELECT now()").first else { throw StoredValueUnknown() }
        return try row.column(0)
    }

    private mutating func take(_ line: HistoryFile.Line, of file: HistoryFile, now: Instant) throws {
        counts.lines += 1
        guard let bytes = line.bytes else {
            return reject(line.number, "longer than \(HistoryFile.lineBytesMax) bytes")
        }
        let parsed: HistoryLine
        do {
            parsed = try HistoryLine(bytes, now: now)
        } catch {
            return reject(line.number, HistoryImport.reason(error))
        }
        switch parsed {
        case .tenant(let tenant): try introduce(tenant, line: line.number, file: file)
        case .ticket(let ticket): try queue(ticket, line: line.number, bytes: bytes.count, file: file)
        }
    }

    mutating func reject(_ number: Int64, _ why: String) {
        counts.bad += 1
        tell(.badLine(number: number, why: why))
    }

    private mutating func queue(_ line: HistoryCase, line number: Int64, bytes: Int, file: HistoryFile) throws {
        guard let known = try tenantLines(line.slug, file: file) else {
            return reject(number, "there is no tenant \(line.slug)")
        }
        guard number > known.linesDone else {
            counts.known += 1
            return
        }
        tenants[line.slug]?.waiting.append((number, line))
        tenants[line.slug]?.waitingBytes += bytes
        if tenants[line.slug]?.waiting.count == HistoryImport.batchLinesMax {
            try flush(line.slug)
        } else if waitingBytes >= HistoryImport.waitingBytesMax {
            try flushAll()
        }
        tell(.progress(counts, bytesTotal: file.bytesCount))
    }

    private mutating func flushAll() throws {
        for slug in tenants.keys.sorted() { try flush(slug) }
    }

    private mutating func finish(_ file: HistoryFile) throws {
        try flushAll()
        for slug in tenants.keys.sorted() {
            guard let tenant = tenants[slug] else { continue }
            try finish(tenant)
        }
        tell(.progress(counts, bytesTotal: file.bytesCount))
    }

    static func reason(_ error: any Error) -> String {
        switch error {
        case let error as JSONError: "\(error.code.rawValue) at byte \(error.offset)"
        case let error as FieldError: "\(error.pointer) \(error.code.rawValue)"
        case let error as DomainError:
            error.fields.isEmpty
                ? error.reason : error.fields.map { "\($0.pointer) \($0.code.rawValue)" }.joined(separator: ", ")
        default: "\(error)"
        }
    }
}
