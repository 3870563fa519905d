import CLibpq
import Foundation

/// One blocking connection. Not `Sendable`: it belongs to the thread that made it.
///
/// Every wait has an end: the server's statement limit plus a grace (`ConnectionSettings.graceMilliseconds`) by our own
/// clock, so that a server that is gone without a word never holds a thread. A connection that lost its server, or whose
/// state is not known, is broken for good and is closed; it never reconnects by itself.
package final class Connection {
    package enum TransactionStatus: String, Sendable, CaseIterable {
        case idle, inTransaction, failed, active, broken
    }

    let settings: ConnectionSettings
    var cache = StatementCache()
    private let lastWords = LastWords()
    private var pointer: OpaquePointer?

    package init(_ settings: ConnectionSettings) throws {
        self.settings = settings
        guard let pointer = connect(settings.driverParameters()) else {
            throw PostgresError(kind: .connectFailed, message: "out of memory")
        }
        guard PQstatus(pointer) == CONNECTION_OK, PQsetnonblocking(pointer, 1) == 0 else {
            let message = firstLine(PQerrorMessage(pointer)) ?? "no reason given"
            PQfinish(pointer)
            throw PostgresError(kind: .connectFailed, message: message)
        }
        lastWords.listen(on: pointer)
        self.pointer = pointer
    }

    deinit { close() }

    package func close() {
        guard let pointer else { return }
        self.pointer = nil
        PQfinish(pointer)
    }

    package func query(_ sql: SQL) throws -> Rows {
        let wasIdle = transactionStatus == .idle
        do {
            return try pipeline([Batch.Statement(nil, sql)])[0]
        } catch let error as PostgresError where error.isStalePlan && wasIdle {
            // The statement was refused before it ran, in a transaction of its own: once more with a fresh plan.
            return try pipeline([Batch.Statement(nil, sql)])[0]
        }
    }

    /// Rows written or returned.
    @discardableResult
    package func execute(_ sql: SQL) throws -> Int { try query(sql).affected }

    package func run(_ batch: Batch) throws -> [Rows] {
        guard batch.count <= Batch.statementsMax else {
            throw PostgresError.refused("a batch of \(batch.count) statements; at most \(Batch.statementsMax)")
        }
        return batch.isEmpty ? [] : try pipeline(batch.statements)
    }

    package var transactionStatus: TransactionStatus {
        guard let pointer, PQstatus(pointer) == CONNECTION_OK else { return .broken }
        return switch PQtransactionStatus(pointer) {
        case PQTRANS_IDLE: .idle
        case PQTRANS_INTRANS: .inTransaction
        case PQTRANS_INERROR: .failed
        case PQTRANS_ACTIVE: .active
        default: .broken
        }
    }

    /// Looks, without waiting, whether the server has hung up in the meantime.
    package var isUsable: Bool {
        guard let pointer, transactionStatus != .active else { return false }
        // The server's last words and its hanging up are two reads, and the second may come a little later.
        for _ in 0..<3 where PQstatus(pointer) == CONNECTION_OK {
            var descriptor = pollfd(fd: PQsocket(pointer), events: Int16(POLLIN), revents: 0)
            guard poll(&descriptor, 1, 0) > 0 else { return !lastWords.wereHeard }
            if PQconsumeInput(pointer) == 0 { break }
            _ = PQisBusy(pointer)
        }
        return PQstatus(pointer) == CONNECTION_OK && !lastWords.wereHeard
    }

    /// nil once the connection is closed.
    package func cancelHandle() -> CancelHandle? { pointer.flatMap { CancelHandle(connection: $0) } }

    /// -1 once the connection is closed.
    package var socket: Int32 { pointer.map { PQsocket($0) } ?? -1 }

    /// 150018 is 15.18.
    package var serverVersion: Int { pointer.map { Int(PQserverVersion($0)) } ?? 0 }

    /// The server process that serves this connection; 0 once it is closed.
    package var backendProcessID: Int { pointer.map { Int(PQbackendPID($0)) } ?? 0 }

    /// How many statements are prepared.
    package var preparedStatementCount: Int { cache.count }

    /// The driver's handle of a connection that can take a statement now.
    func ready() throws -> OpaquePointer {
        guard let pointer, PQstatus(pointer) == CONNECTION_OK else {
            close()
            throw PostgresError(kind: .connectionLost, message: "the connection is closed")
        }
        guard PQtransactionStatus(pointer) != PQTRANS_ACTIVE else {
            throw PostgresError.refused("the connection is in use")
        }
        return pointer
    }
}

private func connect(_ parameters: [String: String]) -> OpaquePointer? {
    let pairs = parameters.map { (strdup($0.key), strdup($0.value)) }
    defer {
        for (key, value) in pairs {
            free(key)
            free(value)
        }
    }
    let keys = pairs.map { UnsafePointer($0.0) } + [nil]
    let values = pairs.map { UnsafePointer($0.1) } + [nil]
    return PQconnectdbParams(keys, values, 0)
}
