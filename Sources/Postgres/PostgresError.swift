/// What went wrong between us and PostgreSQL.
///
/// Only the server's primary message is kept. DETAIL is dropped where it is read, because it repeats column values, and an
/// error ends in a log.
@usableFromInline
package struct PostgresError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable, CaseIterable {
        /// The server refused the statement; the connection lives on.
        case server
        /// The connection died. Nothing that was not committed has happened.
        case connectionLost
        case connectFailed
        /// Our own wall clock ran out before the server's did; the connection is closed.
        case timeout
        /// The connection died after COMMIT was sent: it may or may not have happened.
        case commitOutcomeUnknown
        /// A value in a result is not what was asked for.
        case decoding
        case poolExhausted
        case poolClosed
        /// A value, a batch or a text that may not be sent.
        case limit
    }

    package let kind: Kind
    package let sqlState: String?
    package let constraint: String?
    package let table: String?
    package let message: String
    /// Name of the statement in its `Batch`.
    package var statement: String?

    package init(
        kind: Kind,
        message: String,
        sqlState: String? = nil,
        constraint: String? = nil,
        table: String? = nil,
        statement: String? = nil
    ) {
        self.kind = kind
        self.message = message
        self.sqlState = sqlState
        self.constraint = constraint
        self.table = table
        self.statement = statement
    }

    package func isUniqueViolation(_ constraint: String? = nil) -> Bool {
        sqlState == "23505" && (constraint == nil || constraint == self.constraint)
    }

    /// The same transaction may succeed when it is run again from its beginning.
    package var isRetryable: Bool {
        switch sqlState {
        case "40001", "40P01", "55P03": true
        default: isStalePlan
        }
    }

    /// The database cannot serve for now; a client should be told to come back.
    package var isUnavailable: Bool {
        switch kind {
        case .connectFailed, .connectionLost, .poolExhausted, .timeout: return true
        case .commitOutcomeUnknown, .decoding, .poolClosed, .limit: return false
        case .server: break
        }
        guard let sqlState else { return false }
        return sqlState.hasPrefix("08")
            || ["57P01", "57P02", "57P03", "53300", "53100", "25006"].contains(sqlState)
    }

    /// The statement was cancelled, by us or by a time limit of the server.
    package var isCancelled: Bool { sqlState == "57014" }

    /// The prepared form on the server is gone or no longer fits the tables. Our cache has dropped it already.
    /// 0A000 stands for other refusals as well; those are never raised by a statement that was prepared before.
    var isStalePlan: Bool {
        sqlState == "26000" || (sqlState == "0A000" && message.contains("cached plan"))
    }

    @usableFromInline package var description: String {
        var text = kind.rawValue
        if let sqlState { text += " \(sqlState)" }
        if let statement { text += " in \(statement)" }
        text += ": \(message)"
        if let constraint { text += " (constraint \(constraint))" }
        return text
    }

    static func refused(_ message: String) -> PostgresError { PostgresError(kind: .limit, message: message) }
}
