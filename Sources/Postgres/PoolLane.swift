import Foundation
import Synchronization

/// One thread of a pool with its connection. Lives in that thread's closure.
struct PoolLane {
    static let backoffMillisecondsMin = 50
    static let backoffMillisecondsMax = 1_000

    let lanes: PoolLanes
    private let number: Int
    private var connection: Connection?
    private var backoffMilliseconds = 0
    private var retry: Deadline?
    private var lastFailure = PostgresError(kind: .connectFailed, message: "not connected yet")

    init(lanes: PoolLanes, number: Int) {
        self.lanes = lanes
        self.number = number
    }

    mutating func serve(_ item: PoolLanes.Item) {
        guard let connection = connected() else {
            // While other threads have connections, one that has none must not take the work just to fail it.
            guard lanes.state.withLock({ $0.connected == 0 }) else {
                lanes.putBack(item, from: number)
                pause()
                return
            }
            return item.work(.failure(lastFailure))
        }
        item.work(.success(connection))
        tidy(connection)
    }

    mutating func disconnect() {
        guard let connection else { return }
        connection.close()
        self.connection = nil
        lanes.state.withLock { $0.connected -= 1 }
    }

    /// A connection that is idle and has not been hung up on. Tries to make one, but not more often than the back-off says.
    private mutating func connected() -> Connection? {
        if let connection, connection.isUsable, connection.transactionStatus == .idle { return connection }
        disconnect()
        if let retry, !retry.hasPassed { return nil }
        do {
            let made = try Connection(lanes.settings)
            connection = made
            lanes.state.withLock { $0.connected += 1 }
            backoffMilliseconds = 0
            retry = nil
            return made
        } catch {
            lastFailure = (error as? PostgresError) ?? PostgresError(kind: .connectFailed, message: "\(error)")
            backoffMilliseconds = min(
                max(Self.backoffMillisecondsMin, backoffMilliseconds * 2),
                Self.backoffMillisecondsMax
            )
            retry = Deadline(milliseconds: backoffMilliseconds)
            return nil
        }
    }

    /// What work left open is rolled back; what cannot be made idle again is closed and replaced.
    private mutating func tidy(_ connection: Connection) {
        if connection.transactionStatus != .idle { connection.rollback() }
        if connection.transactionStatus != .idle { disconnect() }
    }

    private func pause() {
        let milliseconds = retry?.millisecondsLeft ?? 0
        Thread.sleep(forTimeInterval: Double(milliseconds) / 1_000)
    }
}
