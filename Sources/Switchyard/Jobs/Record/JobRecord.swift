package import BusinessTime
package import Foundation
import Postgres

/// A job as people see it: work that waits, runs, is done or is dead, of kinds this binary knows and of others.
package struct JobRecord: Sendable, Hashable {
    package enum State: String, CaseIterable, Sendable {
        /// Its instant is still to come: planned for then, or put off after a failure.
        case waiting
        case ready
        /// Others of its order are before it.
        case blocked
        /// A process has it.
        case running
        case done
        /// Nobody will try it again by itself.
        case dead

        /// In the queue still.
        package static let open: [State] = [.waiting, .ready, .blocked, .running]
    }

    package struct Failure: Sendable, Hashable {
        package let at: Instant
        package let code: String
    }

    package let id: UUID
    package let kind: String
    package let state: State
    /// What it is about; finished work does not say any more.
    package let subjectID: UUID?
    package let attempts: Int
    package let runAt: Instant?
    /// Until when the process that runs it has time.
    package let deadlineAt: Instant?
    /// How it ended, or how its last attempt did.
    package let word: String?
    /// The newest last; see `JobFailures.keptMax`.
    package let failures: [Failure]
    package let orderingKey: UUID?
    package let createdAt: Instant
    package let finishedAt: Instant?

    init(from row: Row) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        kind = try cursor.next()
        guard let state = State(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.state = state
        subjectID = try cursor.next()
        attempts = try cursor.next()
        runAt = try cursor.next()
        deadlineAt = try cursor.next()
        word = try cursor.next()
        let instants: [Instant] = try cursor.next()
        let codes: [String] = try cursor.next()
        failures = zip(instants, codes).map { Failure(at: $0, code: $1) }
        orderingKey = try cursor.next()
        createdAt = try cursor.next()
        finishedAt = try cursor.next()
    }

    /// Moves the rows `gone`, deleted from `job` by the statement this is the end of, to the dead.
    static func burial(reason: SQL, at now: SQL) -> SQL {
        """
        INSERT INTO switchyard.job_dead (tenant_id, id, kind, payload_version, subject_id, priority, reason, attempts, lease,
            dedup_key, ordering_key, failed_at, failure_codes, created_at, finished_at)
        SELECT g.tenant_id, g.id, g.kind, g.payload_version, g.subject_id, g.priority, \(reason), g.attempt, g.lease,
            g.dedup_key, g.ordering_key, g.failed_at, g.failure_codes, g.created_at, \(now) FROM gone g
        """
    }
}
