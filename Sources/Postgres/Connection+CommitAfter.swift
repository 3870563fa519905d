extension Connection {
    /// The last writes of a transaction and its COMMIT in one flush: a statement that fails takes the COMMIT with it.
    ///
    /// Once the flush was sent, a lost connection leaves the outcome unknown, whichever statement was under way. A
    /// connection that the server had ended before is certain: nothing was sent, nothing happened. One that ends between
    /// that look and the sending counts as unknown, because the driver does not tell how much it wrote.
    package func commit(after batch: Batch) throws {
        guard !batch.isEmpty else { return try commit() }
        guard transactionStatus != .failed else {
            throw PostgresError(kind: .server, message: "the failed transaction was rolled back", sqlState: "25P02")
        }
        var last = batch
        if last.count == Batch.statementsMax {
            _ = try run(last)
            return try commit()
        }
        last.addCommit()
        try requireUsableBeforeCommit()
        do {
            _ = try run(last)
        } catch let error as PostgresError {
            guard error.kind == .connectionLost || error.kind == .timeout else { throw error }
            throw PostgresError(kind: .commitOutcomeUnknown, message: error.message, sqlState: error.sqlState)
        }
        guard transactionStatus == .idle else {
            throw PostgresError(kind: .server, message: "the transaction did not end", sqlState: "25P02")
        }
    }
}
