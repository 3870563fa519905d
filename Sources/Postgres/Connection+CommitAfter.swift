extension Connection {
    /// The last statements of a transaction and its COMMIT in one flush: a statement that fails takes the COMMIT with it.
    /// Their rows, in order.
    ///
    /// Once the flush was sent, a lost connection leaves the outcome unknown, whichever statement was under way. A
    /// connection that the server had ended before is certain: nothing was sent, nothing happened. One that ends between
    /// that look and the sending counts as unknown, because the driver does not tell how much it wrote.
    @discardableResult
    package func commit(after batch: Batch) throws -> [Rows] {
        guard !batch.isEmpty else {
            try commit()
            return []
        }
        guard transactionStatus != .failed else {
            throw PostgresError(kind: .server, message: "the failed transaction was rolled back", sqlState: "25P02")
        }
        var last = batch
        if last.count == Batch.statementsMax {
            let rows = try run(last)
            try commit()
            return rows
        }
        last.addCommit()
        try requireUsableBeforeCommit()
        let rows: [Rows]
        do {
            rows = try run(last)
        } catch let error as PostgresError {
            guard error.kind == .connectionLost || error.kind == .timeout else { throw error }
            throw PostgresError(kind: .commitOutcomeUnknown, message: error.message, sqlState: error.sqlState)
        }
        guard transactionStatus == .idle else {
            throw PostgresError(kind: .server, message: "the transaction did not end", sqlState: "25P02")
        }
        return Array(rows.dropLast())
    }
}
