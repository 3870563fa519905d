import CLibpq

extension Connection {
    /// Sends all statements in one flush and reads their results.
    ///
    /// A refused statement leaves the connection in step: the error is thrown after everything was read. When the
    /// connection itself fails it is closed and the error says so.
    func pipeline(_ statements: [Batch.Statement]) throws -> [Rows] {
        for statement in statements { try statement.check() }
        let pointer = try ready()
        let closing = PQtransactionStatus(pointer) == PQTRANS_IDLE ? cache.takeClosing() : []
        guard PQenterPipelineMode(pointer) == 1 else { throw lost(pointer) }

        let steps = try send(statements, closing: closing, to: pointer)
        var reading = PipelineReading()
        for step in steps { try read(step, from: pointer, into: &reading) }
        guard PQexitPipelineMode(pointer) == 1 else { throw lost(pointer) }

        if let error = reading.error {
            if error.isStalePlan { cache.forgetAll() }
            throw error
        }
        return reading.rows
    }

    private func send(
        _ statements: [Batch.Statement],
        closing: [String],
        to pointer: OpaquePointer
    ) throws -> [PipelineStep] {
        var steps: [PipelineStep] = []
        func sent(_ status: Int32, _ step: PipelineStep) throws {
            guard status == 1 else { throw lost(pointer) }
            steps.append(step)
        }
        for text in closing {
            try sent(PQsendQueryParams(pointer, text, 0, nil, nil, nil, nil, 1), .close)
        }
        if !closing.isEmpty { try sent(PQpipelineSync(pointer), .sync) }
        for statement in statements {
            let key = statement.cacheKey
            var name = cache.name(for: key)
            if name == nil {
                let added = cache.add(key)
                let status = PQsendPrepare(pointer, added, statement.sql.text, Int32(key.types.count), key.types)
                try sent(status, .prepare(statement, key))
                name = added
            }
            try sent(statement.sql.sendPrepared(name ?? "", on: pointer), .execute(statement))
        }
        try sent(PQpipelineSync(pointer), .sync)
        return steps
    }

    private func read(_ step: PipelineStep, from pointer: OpaquePointer, into reading: inout PipelineReading) throws {
        guard let result = try nextResult(pointer) else { throw lost(pointer) }
        let status = PQresultStatus(result.pointer)
        if case .sync = step {
            guard status == PGRES_PIPELINE_SYNC else { throw failure(result, of: nil, on: pointer) }
            return
        }
        switch status {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            if case .execute = step { reading.rows.append(Rows(result: result)) }
        case PGRES_PIPELINE_ABORTED:
            if case .prepare(_, let key) = step { cache.remove(key) }
        case PGRES_FATAL_ERROR:
            try note(result, step, pointer, &reading)
        default:
            // COPY and the like cannot be spoken here, and the stream is out of step after them.
            let name = step.name
            close()
            throw PostgresError(kind: .limit, message: "the statement does not belong in a query", statement: name)
        }
        guard try nextResult(pointer) == nil else { throw lost(pointer) }
    }

    private func note(
        _ result: ResultHandle,
        _ step: PipelineStep,
        _ pointer: OpaquePointer,
        _ reading: inout PipelineReading
    ) throws {
        let error = failure(result, of: step.name, on: pointer)
        guard error.kind == .server else {
            close()
            throw error
        }
        switch step {
        case .prepare(_, let key): cache.remove(key)
        case .close: return
        case .execute, .sync: break
        }
        if reading.error == nil { reading.error = error }
    }

    /// The server's error, or the loss of the connection when that is what it tells about.
    func failure(_ result: ResultHandle, of statement: String?, on pointer: OpaquePointer) -> PostgresError {
        let error = result.error()
        let isLost = error.kind == .connectionLost || PQstatus(pointer) != CONNECTION_OK || error.sqlState == nil
        return PostgresError(
            kind: isLost ? .connectionLost : error.kind,
            message: error.message,
            sqlState: error.sqlState,
            constraint: error.constraint,
            table: error.table,
            statement: statement
        )
    }
}

/// One answer to wait for.
private enum PipelineStep {
    case close
    case prepare(Batch.Statement, StatementCache.Key)
    case execute(Batch.Statement)
    case sync

    var name: String? {
        switch self {
        case .prepare(let statement, _), .execute(let statement): statement.name
        case .close, .sync: nil
        }
    }
}

private struct PipelineReading {
    var rows: [Rows] = []
    var error: PostgresError?
}

extension Batch.Statement {
    var cacheKey: StatementCache.Key { StatementCache.Key(pieces: sql.pieces, types: sql.binds.map(\.oid)) }

    /// Refuses what must not be sent, before anything is.
    func check() throws {
        func refuse(_ message: String) -> PostgresError {
            PostgresError(kind: .limit, message: message, statement: name)
        }
        guard sql.binds.count <= SQL.bindsMax else {
            throw refuse("\(sql.binds.count) values; at most \(SQL.bindsMax)")
        }
        guard !sql.pieces.contains(where: { $0.utf8.contains(0) }) else {
            throw refuse("the text holds a NUL character")
        }
        for bind in sql.binds {
            if var refusal = bind.refusal {
                refusal.statement = name
                throw refusal
            }
            guard (bind.bytes?.count ?? 0) <= Int(Int32.max) / 2 else { throw refuse("a value is larger than 1 GB") }
        }
    }
}

extension SQL {
    /// Hands the values to libpq, which copies them. All values lie in one buffer, because a pointer to each is needed.
    fileprivate func sendPrepared(_ name: String, on pointer: OpaquePointer) -> Int32 {
        var storage: [UInt8] = []
        storage.reserveCapacity(binds.reduce(1) { $0 + ($1.bytes?.count ?? 0) })
        var starts: [Int?] = []
        for bind in binds {
            starts.append(bind.bytes == nil ? nil : storage.count)
            storage += bind.bytes ?? []
        }
        // Never empty: an empty text still needs an address to differ from NULL.
        storage.append(0)
        let lengths = binds.map { Int32($0.bytes?.count ?? 0) }
        let formats = [Int32](repeating: 1, count: binds.count)
        return storage.withUnsafeBytes { buffer in
            let values = starts.map { start in
                start.flatMap { buffer.baseAddress?.advanced(by: $0).assumingMemoryBound(to: CChar.self) }
            }
            return PQsendQueryPrepared(pointer, name, Int32(binds.count), values, lengths, formats, 1)
        }
    }
}
