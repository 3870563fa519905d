import CLibpq

extension Connection {
    /// Sends all statements in one flush and reads their results.
    ///
    /// A refused statement leaves the connection in step: the error is thrown after everything was read. When the
    /// connection itself fails it is closed and the error says so.
    func pipeline(_ statements: [Batch.Statement]) throws -> [Rows] {
        let isCommit = statements.last?.endsTransaction ?? false
        try pass(.before, isCommit: isCommit)
        let plans = try statements.map { statement in
            try statement.check()
            let key = statement.cacheKey
            let name = cache.name(for: key)
            if name == nil { try statement.checkText() }
            return Plan(statement: statement, key: key, name: name)
        }
        let pointer = try ready()
        let closing = PQtransactionStatus(pointer) == PQTRANS_IDLE ? cache.takeClosing() : []
        guard PQenterPipelineMode(pointer) == 1 else { throw lost(pointer) }

        let steps = try send(plans, closing: closing, to: pointer)
        var reading = PipelineReading()
        for step in steps { try read(step, from: pointer, into: &reading) }
        guard PQexitPipelineMode(pointer) == 1 else { throw lost(pointer) }

        if let error = reading.error {
            if error.isStalePlan { cache.forgetAll() }
            throw error
        }
        try pass(.after, isCommit: isCommit)
        return reading.rows
    }

    private func send(
        _ plans: [Plan],
        closing: [String],
        to pointer: OpaquePointer
    ) throws -> [PipelineStep] {
        var steps: [PipelineStep] = []
        steps.reserveCapacity(plans.count + 1)
        func sent(_ status: Int32, _ step: PipelineStep) throws {
            guard status == 1 else { throw lost(pointer) }
            steps.append(step)
        }
        for text in closing {
            try sent(PQsendQueryParams(pointer, text, 0, nil, nil, nil, nil, 1), .close)
        }
        if !closing.isEmpty { try sent(PQpipelineSync(pointer), .sync) }
        for plan in plans {
            let (statement, key) = (plan.statement, plan.key)
            // The same statement earlier in this flush has prepared it meanwhile.
            var name = plan.name ?? cache.name(for: key)
            if name == nil {
                let added = cache.add(key)
                let text = settings.rewriting?(statement.sql.text) ?? statement.sql.text
                let status = PQsendPrepare(pointer, added, text, Int32(key.types.count), key.types)
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

/// A statement on its way, with the name under which it is prepared already.
private struct Plan {
    let statement: Batch.Statement
    let key: StatementCache.Key
    let name: String?
}

/// One answer to wait for.
private enum PipelineStep {
    case close
    case prepare(Batch.Statement, StatementCache.Key)
    case execute(Batch.Statement)
    case sync

    var name: String? {
        switch self {
        case .prepare(let statement, _), .execute(let statement): statement.name?.description
        case .close, .sync: nil
        }
    }
}

private struct PipelineReading {
    var rows: [Rows] = []
    var error: PostgresError?
}

extension Batch.Statement {
    var cacheKey: StatementCache.Key { StatementCache.Key(pieces: sql.pieces, types: sql.values.types) }

    /// Refuses what must not be sent, before anything is.
    func check() throws {
        let values = sql.values
        guard values.types.count <= SQL.bindsMax else {
            throw refuse("\(values.types.count) values; at most \(SQL.bindsMax)")
        }
        guard var refusal = values.refusal else { return }
        refusal.statement = name?.description
        throw refusal
    }

    /// A text that is sent for the first time.
    func checkText() throws {
        guard !sql.pieces.contains(where: { $0.utf8.contains(0) }) else {
            throw refuse("the text holds a NUL character")
        }
    }

    private func refuse(_ message: String) -> PostgresError {
        PostgresError(kind: .limit, message: message, statement: name?.description)
    }
}

extension SQL {
    /// Hands the values to libpq, which copies them.
    fileprivate func sendPrepared(_ name: String, on pointer: OpaquePointer) -> Int32 {
        let count = values.types.count
        guard count > 0 else { return PQsendQueryPrepared(pointer, name, 0, nil, nil, nil, 1) }
        return values.bytes.withUnsafeBufferPointer { buffer in
            withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { addresses in
                withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { formats in
                    formats.initialize(repeating: binaryFormat)
                    // Any address will do for an empty value, as long as there is one: none is NULL.
                    let start = UnsafeRawPointer(buffer.baseAddress) ?? UnsafeRawPointer(formats.baseAddress)
                    let base = start?.assumingMemoryBound(to: CChar.self)
                    var offset = 0
                    for (index, length) in values.lengths.enumerated() {
                        addresses.initializeElement(at: index, to: length < 0 ? nil : base?.advanced(by: offset))
                        offset += Int(max(length, 0))
                    }
                    return PQsendQueryPrepared(
                        pointer,
                        name,
                        Int32(count),
                        addresses.baseAddress,
                        values.lengths,
                        formats.baseAddress,
                        binaryFormat
                    )
                }
            }
        }
    }
}

private let binaryFormat: Int32 = 1
