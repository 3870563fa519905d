package import BusinessTime
package import Foundation
package import Postgres

/// The door to one tenant's rows: one transaction, one tenant, forced row security. Not Sendable, so it cannot leave the
/// closure it is given to. Statements are sent in the order they are written: `write` joins the next flush (a read, or the
/// commit), and BEGIN with the tenant travels with the first one.
package final class TenantTransaction {
    /// Body runs again when another transaction was faster (`RaceLost`, deadlock); it has no effect but on the database.
    package static let attemptsMax = 5

    package let tenantID: UUID
    package let request: RequestContext
    package let deployment: Deployment
    private let connection: Connection
    private var pending: [Batch.Statement] = []
    private var entrance: Entrance?
    /// COMMIT went with the last read.
    private var hasEnded = false
    private static let ended = "the transaction ended with its last read"
    /// Who answers at a level, once it was asked: for all cases of a batch it is the same people at the same instant.
    var desks: [Int: [DeskPerson]] = [:]
    /// What the acts of this transaction have to tell.
    var notices = NoticeBoard()
    /// A job that could run now was written: the worker is told after the commit.
    var madeWork = false
    /// Who answers for what, as of this transaction.
    private(set) lazy var duty = DutyRoster(self)

    /// The set-up as this transaction has changed it, which is nobody else's before the commit.
    private var ownSettings = OwnSettings.unchanged

    private enum OwnSettings {
        case unchanged
        case toBeRead
        case read(TenantSettings)
    }

    private struct Entrance {
        let now: Instant
        let settingsRevision: Int64
        let personRole: Role?
    }

    init(tenantID: UUID, request: RequestContext, deployment: Deployment, connection: Connection) {
        self.tenantID = tenantID
        self.request = request
        self.deployment = deployment
        self.connection = connection
    }

    /// Runs `body` and commits what it wrote; anything it throws rolls everything back.
    package static func run<Value>(
        tenant: UUID,
        request: RequestContext,
        deployment: Deployment,
        on connection: Connection,
        _ body: (TenantTransaction) throws -> Value
    ) throws -> Value {
        // A credential of one tenant opens no other, whatever the caller asked for.
        guard request.actor.tenantID == nil || request.actor.tenantID == tenant else { throw DomainError.notFound }
        for attempt in 1... {
            let transaction = TenantTransaction(
                tenantID: tenant,
                request: request,
                deployment: deployment,
                connection: connection
            )
            do {
                let value = try body(transaction)
                try transaction.settleNotices()
                try transaction.commit()
                if transaction.madeWork { deployment.onWork?() }
                return value
            } catch {
                connection.rollback()
                let translated = translateConstraint(error)
                guard attempt < attemptsMax, mayRunAgain(translated) else {
                    if translated is RaceLost { throw DomainError(.conflict, "busy") }
                    throw translated
                }
            }
        }
        throw RaceLost()
    }

    private static func mayRunAgain(_ error: any Error) -> Bool {
        error is RaceLost || (error as? PostgresError)?.isRetryable == true
    }

    /// PostgreSQL's transaction time: the only clock of the product.
    package var now: Instant { get throws { try entered().now } }

    /// A new row's id, ordered by the transaction's time.
    package func newID() throws -> UUID { UUID.v7(at: try now) }

    /// Unpredictable bytes for references, tokens and salts.
    package func random(_ count: Int) -> [UInt8] { Entropy.bytes(count) }

    /// What the acting person is here; nil for credentials that are no person.
    package var personRole: Role? { get throws { try entered().personRole } }

    package func settings() throws -> TenantSettings {
        let revision = try entered().settingsRevision
        switch ownSettings {
        case .unchanged: return try sharedSettings(revision)
        case .read(let settings): return settings
        case .toBeRead:
            let settings = try TenantSettings.load(revision: revision, in: self)
            ownSettings = .read(settings)
            return settings
        }
    }

    /// From here on this transaction reads the set-up anew, its own changes with it.
    func forgetSettings() { ownSettings = .toBeRead }

    private func sharedSettings(_ revision: Int64) throws -> TenantSettings {
        if let current = deployment.settings.current(tenantID, revision: revision) { return current }
        let loaded = try TenantSettings.load(revision: revision, in: self)
        deployment.settings.store(loaded, for: tenantID)
        return loaded
    }

    /// The tenant's keys. A tenant's look-up key never changes, so a copy from before is good.
    package func vault() throws -> Vault {
        if let known = deployment.settings.latest(tenantID) { return known.vault }
        return try settings().vault
    }

    /// Sealed for the tenant.
    package func seal(_ plain: some Collection<UInt8>, as field: SealedField, row: UUID) throws -> Bytea {
        try vault().seal(plain, as: field, row: row)
    }

    package func seal(_ text: String, as field: SealedField, row: UUID) throws -> Bytea {
        try seal(text.utf8, as: field, row: row)
    }

    package func query(_ sql: SQL, _ name: StaticString = "query") throws -> Rows {
        let answers = try flush(reads: [(name, sql)])
        return answers[answers.count - 1]
    }

    /// Reads that do not decide about each other, in one flush; answers in the same order.
    package func read(_ reads: [(name: StaticString, sql: SQL)]) throws -> [Rows] {
        Array(try flush(reads: reads).suffix(reads.count))
    }

    /// The read with which a transaction that only reads ends (`lastReads`).
    package func lastQuery(_ sql: SQL, _ name: StaticString) throws -> Rows { try lastReads([(name, sql)])[0] }

    /// The reads with which a transaction that only reads ends: COMMIT travels with them, which saves a visit to the server.
    /// Nothing can be asked or written after them. Where their answer is lost nothing else is, so that is an ordinary loss.
    package func lastReads(_ reads: [(name: StaticString, sql: SQL)]) throws -> [Rows] {
        precondition(!hasEnded, TenantTransaction.ended)
        guard pending.isEmpty else { return try read(reads) }
        var batch = Batch()
        let opens = entrance == nil
        if opens { addEntrance(to: &batch) }
        for read in reads { batch.add(read.name, read.sql) }
        let answers: [Rows]
        do {
            answers = try connection.commit(after: batch)
        } catch let error as PostgresError where error.kind == .commitOutcomeUnknown {
            throw PostgresError(kind: .connectionLost, message: error.message, sqlState: error.sqlState)
        }
        hasEnded = true
        if opens { entrance = try readEntrance(answers[1]) }
        return Array(answers.suffix(reads.count))
    }

    /// Joins the next flush; its failure names it.
    package func write(_ name: StaticString, _ sql: SQL) { write(Batch.Statement(name, sql)) }

    /// The same for rows that nothing of that flush reads (`Batch.Statement.insert`).
    package func insert(_ name: StaticString, _ sql: SQL) { write(.insert(name, sql)) }

    func write(_ statement: Batch.Statement) {
        precondition(!hasEnded, TenantTransaction.ended)
        pending.append(statement)
    }

    /// Sends what is pending and answers how many rows the last write changed.
    package func execute(_ sql: SQL, _ name: StaticString = "execute") throws -> Int {
        try query(sql, name).affected
    }

    /// The directory, in this same transaction: what a tenant has there stands or falls with what it has behind its wall.
    func directory() throws -> DirectoryTransaction {
        let now = try now
        _ = try flush(reads: [])
        return DirectoryTransaction(request: request, deployment: deployment, now: now, connection: connection)
    }

    /// Does something and takes it back: what would become of it.
    func withoutTrace<Value>(_ body: () throws -> Value) throws -> Value {
        let hadMadeWork = madeWork
        _ = try execute("SAVEPOINT rehearsal", "rehearse")
        let value = try body()
        _ = try execute("ROLLBACK TO SAVEPOINT rehearsal", "take back")
        madeWork = hadMadeWork
        forgetSettings()
        return value
    }

    private func entered() throws -> Entrance {
        if let entrance { return entrance }
        _ = try flush(reads: [])
        guard let entrance else { throw DomainError.notFound }
        return entrance
    }

    private func flush(reads: [(name: StaticString, sql: SQL)]) throws -> [Rows] {
        precondition(!hasEnded, TenantTransaction.ended)
        var answers: [Rows] = []
        var batch = Batch()
        let opens = entrance == nil
        if opens { addEntrance(to: &batch) }
        answers += try addPending(to: &batch)
        for read in reads {
            if batch.count == Batch.statementsMax { answers += try send(&batch) }
            batch.add(read.name, read.sql)
        }
        answers += try send(&batch)
        if opens { entrance = try readEntrance(answers[1]) }
        return answers
    }

    /// What does not fit into the batch is sent on the way.
    private func addPending(to batch: inout Batch) throws -> [Rows] {
        var answers: [Rows] = []
        for statement in pending {
            if batch.count == Batch.statementsMax { answers += try send(&batch) }
            batch.add(statement)
        }
        pending.removeAll(keepingCapacity: true)
        return answers
    }

    private func send(_ batch: inout Batch) throws -> [Rows] {
        defer { batch = Batch() }
        return batch.isEmpty ? [] : try connection.run(batch)
    }

    func addEntrance(to batch: inout Batch) {
        let actor = request.actor
        batch.add("begin", "BEGIN")
        batch.add(
            "enter",
            """
            SELECT entered_at, settings_revision, person_role
            FROM switchyard.enter_tenant(\(tenantID), \(actor.credentialID), \(actor.personID), \(actor.sourceID),
                \(actor.sourceRevision), \(actor.personID == nil ? nil : request.permission?.roles),
                \(request.demand.secondFactor), \(request.demand.provenSeconds))
            """
        )
    }

    private func readEntrance(_ rows: Rows) throws -> Entrance {
        guard let row = rows.first else { throw DomainError.notFound }
        var cursor = row.cursor()
        let instant = try cursor.next(Instant.self)
        return Entrance(
            now: deployment.clock?.now ?? instant,
            settingsRevision: try cursor.next(),
            personRole: try role(cursor.next())
        )
    }

    private func role(_ name: String?) throws -> Role? {
        guard let name else { return nil }
        guard let role = Role(rawValue: name) else { throw StoredValueUnknown() }
        return role
    }

    /// What is still pending travels with COMMIT: after that flush was sent, a lost connection means nobody knows.
    private func commit() throws {
        guard !hasEnded, entrance != nil || !pending.isEmpty else { return }
        var batch = Batch()
        if entrance == nil { addEntrance(to: &batch) }
        _ = try addPending(to: &batch)
        try connection.commit(after: batch)
    }
}

/// Another transaction took the place first (same idempotency key, same new thread, same new customer): run again and
/// see its work.
package struct RaceLost: Error, Sendable {
    package init() {}
}
