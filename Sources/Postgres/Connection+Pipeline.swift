import CLibpq

extension Connection {
    /// Sends all statements in one flush and reads their results.
    ///
    /// A refused statement leaves the connection in step: the error is thrown after everything was read. When the
    /// connection itself fails it is closed and the error says so.
    func pipeline(_ statements: [Batch.Statement]) throws -> [Rows] {
        let isCommit = statements.last?.kind == .commit
        try pass(.before, isCommit: isCommit)
        let plans = try statements.map { statement in
            try Plan(statement, in: &cache)
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
            // The same statement earlier in this flush has prepared it meanwhile.
            var prepared = plan.prepared ?? cache.name(for: plan.key)
            if prepared == nil {
                let added = cache.add(plan.key)
                let text = settings.rewriting?(plan.sql.text) ?? plan.sql.text
                let types = plan.key.types
                try sent(PQsendPrepare(pointer, added, text, Int32(types.count), types), .prepare(plan))
                prepared = added
            }
            try sent(plan.sql.sendPrepared(prepared ?? "", on: pointer), .execute(plan.name))
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
            if case .prepare(let plan) = step { cache.remove(plan.key) }
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
        case .prepare(let plan): cache.remove(plan.key)
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

/// A statement on its way.
private struct Plan {
    let name: StaticString?
    let sql: SQL
    let key: StatementCache.Key
    /// The name under which it is prepared already.
    let prepared: String?

    /// Refuses what must not be sent, before anything is.
    init(_ statement: Batch.Statement, in cache: inout StatementCache) throws {
        name = statement.name
        sql = statement.sql
        key = StatementCache.Key(pieces: sql.pieces, types: sql.values.types)
        prepared = cache.name(for: key)
        let values = sql.values
        guard values.types.count <= SQL.bindsMax else {
            throw refuse("\(values.types.count) values; at most \(SQL.bindsMax)")
        }
        if var refusal = values.refusal {
            refusal.statement = name?.description
            throw refusal
        }
        // A text that is sent for the first time.
        if prepared == nil, sql.pieces.contains(where: { $0.utf8.contains(0) }) {
            throw refuse("the text holds a NUL character")
        }
    }

    private func refuse(_ message: String) -> PostgresError {
        PostgresError(kind: .limit, message: message, statement: name?.description)
    }
}

/// One answer to wait for.
private enum PipelineStep {
    case close
    case prepare(Plan)
    case execute(StaticString?)
    case sync

    var name: String? {
        switch self {
        case .prepare(let plan): plan.name?.description
        case .execute(let name): name?.description
        case .close, .sync: nil
        }
    }
}

private struct PipelineReading {
    var rows: [Rows] = []
    var error: PostgresError?
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
