import Postgres

/// What is kept of a job's failed attempts, on its own row: when, and by which code.
enum JobFailures {
    /// The newest so many; a job that waits for a closed tenant or a database that is away collects more than its attempts.
    static let keptMax = 50

    /// The assignments that add one to the row `j`, of an UPDATE.
    static func adding(_ code: SQL, at now: SQL) -> SQL {
        """
        last_code = \(code),
            failed_at = (array_append(j.failed_at, \(now)))[cardinality(j.failed_at) - \(keptMax - 2)::int :],
            failure_codes = (array_append(j.failure_codes, \(code)))[cardinality(j.failure_codes) - \(keptMax - 2)::int :]
        """
    }
}
