import CLibpq
import Foundation

/// Hears NOTIFY on one channel over a connection of its own (`spec/queue.md` rule 6: one a worker process, no payload).
///
/// Hints may be lost with the connection; the reader must poll as well.
package final class Listener {
    private let connection: Connection

    package init(_ settings: ConnectionSettings, channel: String) throws {
        connection = try Connection(settings)
        let quoted = channel.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        try connection.script("LISTEN \"\(quoted)\"")
    }

    /// For an event loop: readable means `drain`. -1 once closed.
    package var socket: Int32 { connection.socket }

    /// How many notifications have come since the last time, without waiting.
    package func drain() throws -> Int {
        let count = connection.notifications()
        guard count > 0 || connection.isUsable else {
            connection.close()
            throw PostgresError(kind: .connectionLost, message: "the listening connection was lost")
        }
        return count
    }

    /// As `drain`, after waiting for the first one for so long at most.
    package func wait(milliseconds: Int) throws -> Int {
        let deadline = Deadline(milliseconds: milliseconds)
        var count = try drain()
        while count == 0, !deadline.hasPassed {
            guard waitForSocket(socket, events: POLLIN, until: deadline) == .ready else { break }
            count = try drain()
        }
        return count
    }

    package func close() { connection.close() }
}
