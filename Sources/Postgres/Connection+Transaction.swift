import CLibpq

extension Connection {
    /// COMMIT as a flush of its own, because only its answer is proof.
    ///
    /// Throws `commitOutcomeUnknown` when the connection fails between the sending and the answer. A transaction that had
    /// failed before is answered with ROLLBACK by the server; that is an error here.
    package func commit() throws {
        let status = transactionStatus
        guard status != .idle else {
            throw PostgresError(kind: .server, message: "there is no transaction to commit", sqlState: "25P01")
        }
        try requireUsableBeforeCommit()
        try pass(.before, isCommit: true)
        let pointer = try ready()
        let tags: [String]
        do {
            tags = try simple("COMMIT", on: pointer)
        } catch let error as PostgresError {
            guard error.kind == .connectionLost || error.kind == .timeout else { throw error }
            throw PostgresError(kind: .commitOutcomeUnknown, message: error.message, sqlState: error.sqlState)
        }
        guard tags == ["COMMIT"] else {
            throw PostgresError(kind: .server, message: "the failed transaction was rolled back", sqlState: "25P02")
        }
        try pass(.after, isCommit: true)
    }

    /// What the server ended before COMMIT was sent is certain: nothing happened.
    func requireUsableBeforeCommit() throws {
        guard isUsable || transactionStatus == .active else {
            close()
            throw PostgresError(kind: .connectionLost, message: "the connection was lost before the commit")
        }
    }

    /// Never throws: afterwards the connection is idle, or closed.
    package func rollback() {
        switch transactionStatus {
        case .idle: return
        case .inTransaction, .failed:
            do {
                _ = try simple("ROLLBACK", on: ready())
            } catch {
                close()
            }
            if transactionStatus != .idle { close() }
        case .active, .broken: close()
        }
    }

    /// Many statements in one text, without values, as a migration has them. Outside a transaction block the server runs
    /// them as one transaction.
    package func script(_ text: String) throws {
        guard !text.utf8.contains(0) else { throw PostgresError.refused("the text holds a NUL character") }
        _ = try simple(settings.rewriting?(text) ?? text, on: ready())
    }

    /// The command tags of all statements in the text.
    private func simple(_ text: String, on pointer: OpaquePointer) throws -> [String] {
        guard PQsendQuery(pointer, text) == 1 else { throw lost(pointer) }
        var tags: [String] = []
        var firstError: PostgresError?
        while let result = try nextResult(pointer) {
            switch PQresultStatus(result.pointer) {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
                tags.append(result.commandTag)
            case PGRES_FATAL_ERROR:
                let error = failure(result, of: nil, on: pointer)
                guard error.kind == .server else {
                    close()
                    throw error
                }
                firstError = firstError ?? error
            default:
                close()
                throw PostgresError.refused("COPY from or to the client is not supported")
            }
        }
        if let firstError { throw firstError }
        return tags
    }
}
